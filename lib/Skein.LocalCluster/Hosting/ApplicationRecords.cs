using Skein.LocalCluster.Applications;
using Skein.LocalCluster.History;
using Skein.LocalCluster.History.Protocol;
using Skein.LocalCluster.Reports;

namespace Skein.LocalCluster.Hosting;

/// <summary>Keeps on the disk what becomes of applications. What can not be written is told, and ends nothing.</summary>
/// <param name="history">The disk's part.</param>
/// <param name="past">Applications of earlier clusters; guarded by the ResourceManager.</param>
/// <param name="reports">Writes what is kept.</param>
/// <param name="report">Told of what fails.</param>
internal sealed class ApplicationRecords(
    ApplicationHistory history, SortedDictionary<string, RememberedApplication> past, ReportWriter reports, Action<string> report)
{
    /// <summary>Writes how an application stands.</summary>
    public void Remember(ResourceManager manager, Application application)
    {
        var remembered = manager.Read(state =>
        {
            var entry = new RememberedApplication { Report = reports.Application(state, application) };
            entry.Attempts.AddRange(application.Attempts.ConvertAll(reports.Attempt));
            return entry;
        });
        try
        {
            history.Write(remembered);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report($"{application.IdText} can not be remembered: {e.Message}");
        }
    }

    /// <summary>Forgets an application, by its id.</summary>
    public void Forget(ResourceManager manager, string id)
    {
        manager.Read(_ => past.Remove(id));
        try
        {
            history.Delete(id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report($"{id} can not be forgotten: {e.Message}");
        }
    }
}
