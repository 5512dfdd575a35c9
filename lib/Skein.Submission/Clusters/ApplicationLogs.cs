using System.Runtime.CompilerServices;
using Skein.Hadoop.Logs;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.Submission.Clusters;

/// <summary>Logs of applications: gathered ones after their end, the nodes' own while they run.</summary>
public sealed class ApplicationLogs
{
    private static readonly TimeSpan GatheringLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan GatheringPoll = TimeSpan.FromMilliseconds(200);

    private readonly ClusterConnection _cluster;
    private readonly ApplicationQueries _applications;
    private readonly TimeProvider _time;

    internal ApplicationLogs(ClusterConnection cluster, ApplicationQueries applications, TimeProvider time)
    {
        _cluster = cluster;
        _applications = applications;
        _time = time;
    }

    /// <summary>
    /// The logs of an application that has ended, node by node: all of them, or an exception. Nodes that are still uploading are waited for,
    /// up to 15 seconds. Each container's files are to be gone through before the next.
    /// </summary>
    /// <exception cref="InvalidSubmissionException">The id is malformed, unknown, or of another kind of application.</exception>
    /// <exception cref="ClusterRefusedException">
    /// The application still runs, or nodes have not uploaded their logs (yet). Where a node never will, it comes after the logs that there are.
    /// </exception>
    /// <exception cref="IOException">A file is damaged, or the file system refuses to show another user's logs.</exception>
    public async IAsyncEnumerable<ContainerLog> ReadAsync(string applicationId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        (var report, var gathering) = await GatheredAsync(applicationId, cancellation);
        await foreach (var container in ReadGatheredAsync(report, containerId: null, cancellation))
            yield return container;
        if (gathering is LogAggregationStatusProto.LogFailed or LogAggregationStatusProto.LogTimeOut)
        {
            throw new ClusterRefusedException(
                $"the logs of {applicationId} are not complete: a node did not upload its own, says the ResourceManager (log aggregation "
                + $"{(gathering == LogAggregationStatusProto.LogFailed ? "failed" : "timed out")})");
        }
    }

    /// <summary>
    /// The logs of one container: while its application runs, as they are now on the node; afterwards as they were gathered, in one part
    /// for each time the node uploaded some.
    /// </summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="containerId">YARN's id of the container.</param>
    /// <param name="node">Web address of the container's node, <c>host:port</c>; null: the ResourceManager is asked, which knows those of
    /// running containers only.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidSubmissionException">An id is malformed, or the container is none of the application's.</exception>
    /// <exception cref="ClusterRefusedException">There are no logs of the container (yet).</exception>
    /// <exception cref="IOException">The node can not be reached, or a file is damaged.</exception>
    public async IAsyncEnumerable<ContainerLog> ReadContainerAsync(
        string applicationId, string containerId, string? node, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var report = await _applications.ReportAsync(applicationId, cancellation);
        if (!YarnIds.TryParseContainer(containerId, out var id) || YarnIds.Format(id.AppAttemptId.ApplicationId) != report.Id)
            throw new InvalidSubmissionException($"'{containerId}' is no id of a container of {applicationId}");
        if (ApplicationReports.HasEnded(report))
        {
            await foreach (var part in ReadGatheredAsync(report, containerId, cancellation))
                yield return part;
            yield break;
        }

        using var logs = new NodeLogs(_cluster.Configuration, _cluster.User, _time);
        yield return logs.Read(node ?? await FindNodeAsync(id, cancellation), containerId);
    }

    /// <summary>The report of an application that has ended, once its nodes have uploaded, and how that went; null: YARN does not say.</summary>
    private async Task<(ApplicationReport Report, LogAggregationStatusProto? Gathering)> GatheredAsync(
        string applicationId, CancellationToken cancellation)
    {
        var begun = _time.GetTimestamp();
        while (true)
        {
            var answer = await _applications.YarnReportAsync(applicationId, cancellation);
            var report = ApplicationReports.FromYarn(answer);
            if (!ApplicationReports.HasEnded(report))
                throw new ClusterRefusedException($"{applicationId} has not completed, logs are not available; try again after its end");
            if (!answer.HasLogAggregationStatus)
                return (report, null);
            if (answer.LogAggregationStatus is not (LogAggregationStatusProto.LogNotStart or LogAggregationStatusProto.LogRunning
                or LogAggregationStatusProto.LogRunningWithFailure))
            {
                return (report, answer.LogAggregationStatus);
            }

            if (_time.GetElapsedTime(begun) > GatheringLimit)
            {
                throw new ClusterRefusedException(
                    $"Log aggregation has not completed: nodes are still uploading logs of {applicationId}; try again in some seconds");
            }

            await Task.Delay(GatheringPoll, _time, cancellation);
        }
    }

    private async IAsyncEnumerable<ContainerLog> ReadGatheredAsync(
        ApplicationReport report, string? containerId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var fileSystem = _cluster.FileSystems.OpenDefault();
        var logs = new AggregatedLogs(fileSystem, _cluster.Configuration);
        var isEmpty = true;
        await foreach (var container in logs.ReadAsync(report.User, report.Id, cancellation))
        {
            if (containerId is not null && container.ContainerId != containerId)
                continue;
            isEmpty = false;
            yield return container;
        }

        if (isEmpty)
        {
            throw new ClusterRefusedException(
                $"Log aggregation has not completed or is not enabled: there are no logs of {containerId ?? report.Id} in "
                + $"{string.Join(" or ", logs.Directories(report.User, report.Id))}; nodes upload them some seconds after the end, if "
                + "yarn.log-aggregation-enable is true");
        }
    }

    private async Task<string> FindNodeAsync(ContainerIdProto container, CancellationToken cancellation)
    {
        var request = new GetContainersRequestProto { ApplicationAttemptId = container.AppAttemptId };
        var running = await _cluster.ResourceManager.GetContainersAsync(request, cancellation);
        var report = running.Containers.FirstOrDefault(candidate => candidate.ContainerId.Id == container.Id)
            ?? throw new ClusterRefusedException(
                $"the ResourceManager knows no running container {YarnIds.Format(container)}; its logs are gathered when the application ends");
        // A URL in Hadoop 3, host:port before.
        var address = report.NodeHttpAddress;
        return address[(address.IndexOf("//", StringComparison.Ordinal) is var slashes and >= 0 ? slashes + 2 : 0)..];
    }
}
