using Skein.Contract;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;
using Skein.Submission.Planning;
using Skein.Submission.Uploads;

namespace Skein.Submission.Clusters;

/// <summary>What a cluster knows of applications of this tool, and ending them by force.</summary>
public sealed class ApplicationQueries
{
    private static readonly ApplicationState[] Alive = [ApplicationState.Submitted, ApplicationState.Accepted, ApplicationState.Running];

    private static readonly TimeSpan StartPoll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan KillPoll = TimeSpan.FromMilliseconds(100);

    private readonly ClusterConnection _cluster;
    private readonly TimeProvider _time;

    public ApplicationQueries(ClusterConnection cluster, TimeProvider time)
    {
        _cluster = cluster;
        _time = time;
    }

    /// <summary>The applications that match, by id.</summary>
    public async Task<IReadOnlyList<ApplicationReport>> ListAsync(ApplicationFilter filter, CancellationToken cancellation)
    {
        // What has a type of its own carries the tag. YARN would want both of one request.
        var ofType = RequestOf(filter);
        ofType.ApplicationTypes.Add(SubmissionContext.ApplicationType);
        var tagged = RequestOf(filter);
        tagged.ApplicationTags.Add(SubmissionContext.ApplicationType);
        var answers = await Task.WhenAll(
            _cluster.ResourceManager.GetApplicationsAsync(ofType, cancellation),
            _cluster.ResourceManager.GetApplicationsAsync(tagged, cancellation));
        return
        [
            .. answers[0].Applications.Concat(answers[1].Applications.Where(static report => !IsOfType(report)))
                .OrderBy(report => report.ApplicationId.ClusterTimestamp).ThenBy(report => report.ApplicationId.Id)
                .Select(ApplicationReports.FromYarn)
                .Where(filter.Matches),
        ];
    }

    /// <summary>The report of one application.</summary>
    /// <exception cref="InvalidSubmissionException">The id is malformed, unknown, or of another kind of application.</exception>
    public async Task<ApplicationReport> ReportAsync(string applicationId, CancellationToken cancellation) =>
        ApplicationReports.FromYarn(await YarnReportAsync(applicationId, cancellation));

    /// <summary>The report of one application as YARN gives it.</summary>
    /// <exception cref="InvalidSubmissionException">As <see cref="ReportAsync"/>.</exception>
    internal async Task<ApplicationReportProto> YarnReportAsync(string applicationId, CancellationToken cancellation)
    {
        var id = Parse(applicationId);
        ApplicationReportProto report;
        try
        {
            var request = new GetApplicationReportRequestProto { ApplicationId = id };
            report = (await _cluster.ResourceManager.GetApplicationReportAsync(request, cancellation)).ApplicationReport;
        }
        catch (RemoteException e) when (e.ClassName == YarnErrors.ApplicationNotFound)
        {
            throw new InvalidSubmissionException(
                $"Unknown ApplicationId '{applicationId}': the ResourceManager at {_cluster.ResourceManager.Endpoint} does not know it");
        }

        if (!IsOfType(report) && !report.ApplicationTags.Contains(SubmissionContext.ApplicationType))
            throw new InvalidSubmissionException($"{applicationId} is not a skein application; its type is {report.ApplicationType}");
        return report;
    }

    /// <summary>The report of an application whose master can be called; waits for one that is still to start.</summary>
    /// <exception cref="ClusterRefusedException">It has ended, or its access lists keep its address from the caller.</exception>
    public async Task<ApplicationReport> RunningReportAsync(string applicationId, CancellationToken cancellation)
    {
        var report = await ReportAsync(applicationId, cancellation);
        while (report.State < ApplicationState.Running)
        {
            await Task.Delay(StartPoll, _time, cancellation);
            report = await ReportAsync(applicationId, cancellation);
        }

        if (report.State != ApplicationState.Running)
        {
            var state = StateNames.Of(report.State);
            var diagnostics = report.Diagnostics.Length > 0 ? $": {report.Diagnostics.Trim()}" : "";
            throw new ClusterRefusedException($"{applicationId} is not running, its state is {state}{diagnostics}");
        }

        // YARN tells whoever may not see an application that it runs, and not where.
        if (report.Port < 0)
        {
            throw new ClusterRefusedException(
                $"{applicationId} belongs to {report.User}, and YARN keeps its address from {_cluster.User.Name}: its 'acls' would have to name "
                    + $"{_cluster.User.Name} among the 'view_users'");
        }

        return report;
    }

    /// <summary>Moves an application, of whatever kind, to another queue.</summary>
    /// <exception cref="InvalidSubmissionException">The id is malformed.</exception>
    /// <exception cref="ClusterRefusedException">YARN refused: the queue is unknown, no leaf, full, or the application is unknown or has ended.</exception>
    public async Task MoveAsync(string applicationId, string queue, CancellationToken cancellation)
    {
        var request = new MoveApplicationAcrossQueuesRequestProto { ApplicationId = Parse(applicationId), TargetQueue = queue };
        try
        {
            await _cluster.ResourceManager.MoveApplicationAcrossQueuesAsync(request, cancellation);
        }
        catch (RemoteException e)
        {
            throw new ClusterRefusedException($"{applicationId} can not be moved to '{queue}': {Reason(e.Message)}", e);
        }
    }

    /// <summary>
    /// Kills an application, waits until YARN confirms, and removes its staging directory. Who may change the application and not write in
    /// its owner's home leaves that to the application master, which removes it when it is told to stop.
    /// </summary>
    /// <exception cref="ClusterRefusedException">YARN refused: the caller may not change the application.</exception>
    public async Task KillAsync(string applicationId, CancellationToken cancellation)
    {
        var report = await ReportAsync(applicationId, cancellation);
        var id = YarnIds.ParseApplication(applicationId);
        var request = new KillApplicationRequestProto { ApplicationId = id };
        try
        {
            while (!(await _cluster.ResourceManager.ForceKillApplicationAsync(request, cancellation)).IsKillCompleted)
                await Task.Delay(KillPoll, _time, cancellation);
        }
        catch (RemoteException e)
        {
            throw new ClusterRefusedException($"{applicationId} can not be killed: {Reason(e.Message)}", e);
        }

        await using var fileSystem = _cluster.FileSystems.OpenDefault();
        // The owner's home, not the caller's: an administrator may kill another user's application.
        var home = report.User == _cluster.User.Name ? fileSystem.HomeDirectory : $"/user/{report.User}";
        try
        {
            await new StagingDirectory(fileSystem, $"{home}/{SkeinFiles.StagingDirectory}/{applicationId}").DeleteAsync(cancellation);
        }
        catch (FileSystemException e) when (e.Fault == FileSystemFault.AccessDenied && report.User != _cluster.User.Name)
        {
            // The application is dead, which is what was asked for.
        }
    }

    private static ApplicationIdProto Parse(string applicationId) => YarnIds.TryParseApplication(applicationId, out var id)
        ? id
        : throw new InvalidSubmissionException($"Invalid ApplicationId '{applicationId}'; it has the form application_1700000000000_0001");

    private static bool IsOfType(ApplicationReportProto report) => report.ApplicationType == SubmissionContext.ApplicationType;

    private static GetApplicationsRequestProto RequestOf(ApplicationFilter filter)
    {
        var request = new GetApplicationsRequestProto();
        foreach (var state in filter.States.Count > 0 ? filter.States : Alive)
            request.ApplicationStates.Add(ApplicationReports.StateOf(state));
        return request;
    }

    /// <summary>Why the ResourceManager refuses, in one line.</summary>
    // An exception that it wraps in another one carries its class: "org.apache.hadoop...AccessControlException: why".
    internal static string Reason(string text)
    {
        var line = text.Split('\n', 2)[0].Trim();
        while (line.Split(": ", 2) is [var first, var rest] && first.Contains('.') && !first.Contains(' ')
            && (first.EndsWith("Exception", StringComparison.Ordinal) || first.EndsWith("Error", StringComparison.Ordinal)))
        {
            line = rest;
        }

        return line;
    }
}
