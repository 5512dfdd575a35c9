using Skein.Contract;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Submission.Uploads;

/// <summary>Staging directories that nobody removed: a master that is killed in its last attempt leaves its own behind, with the application's key.</summary>
/// <remarks>
/// Removed is only what bears an application's id in this user's own directory, and of which YARN says that it has ended. What YARN does not
/// know stays: it may belong to another cluster on the same file system, or is being submitted. The newest few are looked at each time, since YARN
/// forgets applications.
/// </remarks>
internal sealed class AbandonedStaging(IFileSystem fileSystem, ResourceManagerClient manager)
{
    /// <summary>Directories that are asked about at most.</summary>
    internal const int Most = 32;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly string _root = $"{fileSystem.HomeDirectory.TrimEnd('/')}/{SkeinFiles.StagingDirectory}";

    /// <summary>Removes them, for a few seconds at most. What fails is left to the next time.</summary>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            foreach (var (name, id) in await FindAsync(limit.Token))
            {
                if (await HasEndedAsync(id, limit.Token))
                    await new StagingDirectory(fileSystem, $"{_root}/{name}").DeleteAsync(limit.Token);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            // A submission does not fail by what an earlier one has left.
        }
    }

    private async Task<List<(string Name, ApplicationIdProto Id)>> FindAsync(CancellationToken cancellation)
    {
        var found = new Queue<(string, ApplicationIdProto)>();
        await foreach (var entry in fileSystem.ListAsync(_root, cancellation))
        {
            var name = entry.Path[(entry.Path.LastIndexOf('/') + 1)..];
            if (entry.IsDirectory && YarnIds.TryParseApplication(name, out var id) && YarnIds.Format(id) == name)
                found.Enqueue((name, id));
            if (found.Count > Most)
                found.Dequeue();
        }

        return [.. found];
    }

    private async Task<bool> HasEndedAsync(ApplicationIdProto id, CancellationToken cancellation)
    {
        try
        {
            var request = new GetApplicationReportRequestProto { ApplicationId = id };
            var report = (await manager.GetApplicationReportAsync(request, cancellation)).ApplicationReport;
            return report.YarnApplicationState
                is YarnApplicationStateProto.Finished or YarnApplicationStateProto.Failed or YarnApplicationStateProto.Killed;
        }
        catch (RemoteException)
        {
            return false;
        }
    }
}
