using System.Globalization;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Applications;
using Skein.LocalCluster.History.Protocol;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Reports;

/// <summary>The state as YARN's reports.</summary>
/// <param name="pages">Address of the cluster's pages, <c>host:port</c>; applications' own pages are reached through it.</param>
/// <param name="past">Reports of applications that ended under an earlier ResourceManager.</param>
/// <param name="time">Clock of what still grows.</param>
internal sealed class ReportWriter(string pages, IReadOnlyDictionary<string, RememberedApplication> past, TimeProvider time)
{
    /// <summary>Every application, the past ones first.</summary>
    public IEnumerable<ApplicationReportProto> Applications(ClusterState state) =>
        past.Values.Select(static entry => entry.Report).Concat(state.Applications.Values.Select(application => Application(state, application)));

    /// <summary>The report of an application, a past one included.</summary>
    /// <exception cref="Skein.Hadoop.Rpc.Server.RpcRefusedException">There is none.</exception>
    public ApplicationReportProto Find(ClusterState state, ApplicationIdProto? id) =>
        FindPast(id) ?? Application(state, state.FindApplication(id));

    /// <summary>The report of an application that ended under an earlier ResourceManager; null if it is none of those.</summary>
    public ApplicationReportProto? FindPast(ApplicationIdProto? id) =>
        id is not null && past.TryGetValue(YarnIds.Format(id), out var entry) ? entry.Report : null;

    public ApplicationReportProto Application(ClusterState state, Application application)
    {
        var attempt = application.Current;
        var hasMaster = application.State is YarnApplicationStateProto.Running or YarnApplicationStateProto.Finished;
        var report = new ApplicationReportProto
        {
            ApplicationId = application.Id,
            CurrentApplicationAttemptId = attempt.Id,
            User = application.User,
            Queue = application.QueuePath,
            Name = application.Context.ApplicationName,
            ApplicationType = application.Context.ApplicationType,
            Host = hasMaster ? attempt.Host : "N/A",
            RpcPort = hasMaster ? attempt.RpcPort : -1,
            YarnApplicationState = application.State,
            FinalApplicationStatus = application.FinalStatus,
            Diagnostics = application.Diagnostics,
            Progress = attempt.Progress,
            TrackingUrl = $"http://{pages}/{(attempt.TrackingUrl.Length > 0 && hasMaster ? "proxy" : "cluster/app")}/{application.IdText}/",
            OriginalTrackingUrl = attempt.TrackingUrl.Length > 0 ? attempt.TrackingUrl : "N/A",
            StartTime = Milliseconds(application.Submitted),
            SubmitTime = Milliseconds(application.Submitted),
            LaunchTime = Milliseconds(application.Launched),
            FinishTime = Milliseconds(application.Ended),
            LogAggregationStatus = application.Logs,
            Priority = new PriorityProto { Priority = application.Priority },
            AppResourceUsage = Usage(state, application),
            RmClusterId = "local",
        };
        report.ApplicationTags.AddRange(application.Context.ApplicationTags);
        if (application.LifetimeEnd is { } end)
            report.AppTimeouts.Add(Timeout(application, end));
        return report;
    }

    /// <summary>The attempts of an application, a past one included; none if there is no such application.</summary>
    public IReadOnlyList<ApplicationAttemptReportProto> Attempts(ClusterState state, string id) =>
        past.TryGetValue(id, out var entry) ? entry.Attempts
        : state.Applications.TryGetValue(id, out var application) ? application.Attempts.ConvertAll(Attempt)
        : [];

    public ApplicationAttemptReportProto Attempt(Attempt attempt)
    {
        var report = new ApplicationAttemptReportProto
        {
            ApplicationAttemptId = attempt.Id,
            Host = attempt.Host,
            RpcPort = attempt.RpcPort,
            TrackingUrl = $"http://{pages}/proxy/{attempt.Application.IdText}/",
            OriginalTrackingUrl = attempt.TrackingUrl.Length > 0 ? attempt.TrackingUrl : "N/A",
            Diagnostics = attempt.Diagnostics,
            YarnApplicationAttemptState = attempt.State,
            StartTime = Milliseconds(attempt.Started),
            FinishTime = Milliseconds(attempt.Ended),
        };
        if (attempt.Master is { } master)
            report.AmContainerId = master.Message.Id;
        return report;
    }

    public ContainerReportProto Container(Container container)
    {
        var report = new ContainerReportProto
        {
            ContainerId = container.Message.Id,
            Resource = container.Message.Resource,
            NodeId = container.Message.NodeId,
            NodeHttpAddress = $"http://{container.Message.NodeHttpAddress}",
            Priority = container.Message.Priority,
            CreationTime = Milliseconds(container.Created),
            FinishTime = Milliseconds(container.Ended),
            LogUrl = $"http://{pages}/node/containerlogs/{container.Id}/{container.Attempt.Application.User}",
            ContainerState = container.Status is not null ? ContainerStateProto.CComplete
                : container.IsLaunched ? ContainerStateProto.CRunning
                : ContainerStateProto.CNew,
            ExecutionType = ExecutionTypeProto.Guaranteed,
        };
        if (container.Status is { } status)
        {
            report.ContainerExitStatus = status.ExitStatus;
            report.DiagnosticsInfo = status.Diagnostics;
        }

        return report;
    }

    private static long Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() ?? 0;

    private ApplicationResourceUsageReportProto Usage(ClusterState state, Application application)
    {
        var now = time.GetUtcNow();
        var used = default(ResourceAmounts);
        (var memory, var cores) = application.PastSeconds;
        foreach (var container in application.Current.Live.Values)
        {
            used += container.Amounts;
            var seconds = (long)(now - container.Created).TotalSeconds;
            memory += container.Amounts.Memory * seconds;
            cores += container.Amounts.VirtualCores * seconds;
        }

        return new ApplicationResourceUsageReportProto
        {
            NumUsedContainers = application.HasEnded ? -1 : application.Current.Live.Count,
            NumReservedContainers = application.HasEnded ? -1 : 0,
            UsedResources = used.ToMessage(),
            ReservedResources = new ResourceProto { Memory = 0, VirtualCores = 0 },
            NeededResources = (used + application.Current.Asks.Needed).ToMessage(),
            MemorySeconds = memory,
            VcoreSeconds = cores,
            ClusterUsagePercentage = 100 * used.ShareOf(state.Total),
        };
    }

    private AppTimeoutsMapProto Timeout(Application application, DateTimeOffset end) => new()
    {
        ApplicationTimeoutType = ApplicationTimeoutTypeProto.AppTimeoutLifetime,
        ApplicationTimeout = new ApplicationTimeoutProto
        {
            ApplicationTimeoutType = ApplicationTimeoutTypeProto.AppTimeoutLifetime,
            ExpireTime = end.ToString("yyyy-MM-ddTHH:mm:ss.fff+0000", CultureInfo.InvariantCulture),
            RemainingTime = application.HasEnded ? 0 : Math.Max(0, (long)(end - time.GetUtcNow()).TotalSeconds),
        },
    };
}
