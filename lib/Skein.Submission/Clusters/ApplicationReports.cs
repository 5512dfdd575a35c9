using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.Submission.Clusters;

/// <summary>YARN's reports as the contract's: the same for the command line and for programs.</summary>
public static class ApplicationReports
{
    /// <summary>Translates one report. Figures that YARN leaves undefined (-1) become 0, unknown states UNDEFINED or NEW.</summary>
    public static ApplicationReport FromYarn(ApplicationReportProto report)
    {
        var usage = report.AppResourceUsage;
        var result = new ApplicationReport
        {
            Id = YarnIds.Format(report.ApplicationId),
            Name = report.Name,
            User = report.User,
            Queue = QueueReports.LeafName(report.Queue),
            Host = report.HasHost ? report.Host : "N/A",
            Port = report.HasRpcPort ? report.RpcPort : -1,
            TrackingUrl = report.TrackingUrl,
            State = State(report.YarnApplicationState),
            FinalStatus = FinalStatusOf(report.FinalApplicationStatus),
            Progress = report.Progress,
            Diagnostics = report.HasDiagnostics ? report.Diagnostics : "",
            StartTime = report.StartTime,
            FinishTime = report.FinishTime,
            Priority = Math.Max(0, report.Priority?.Priority ?? 0),
            Usage = new ResourceUsageReport
            {
                MemorySeconds = Math.Max(0, usage?.MemorySeconds ?? 0),
                VcoreSeconds = Math.Max(0, usage?.VcoreSeconds ?? 0),
                NumUsedContainers = Math.Max(0, usage?.NumUsedContainers ?? 0),
                NeededResources = ResourceReports.FromYarn(usage?.NeededResources),
                ReservedResources = ResourceReports.FromYarn(usage?.ReservedResources),
                UsedResources = ResourceReports.FromYarn(usage?.UsedResources),
            },
        };
        result.Tags.AddRange(report.ApplicationTags);
        return result;
    }

    /// <summary>Whether YARN counts the application as over, whatever its end.</summary>
    public static bool HasEnded(ApplicationReport report) =>
        report.State is ApplicationState.Finished or ApplicationState.Failed or ApplicationState.Killed;

    /// <summary>The state as YARN has it.</summary>
    internal static YarnApplicationStateProto StateOf(ApplicationState state) => state switch
    {
        ApplicationState.NewSaving => YarnApplicationStateProto.NewSaving,
        ApplicationState.Submitted => YarnApplicationStateProto.Submitted,
        ApplicationState.Accepted => YarnApplicationStateProto.Accepted,
        ApplicationState.Running => YarnApplicationStateProto.Running,
        ApplicationState.Finished => YarnApplicationStateProto.Finished,
        ApplicationState.Failed => YarnApplicationStateProto.Failed,
        ApplicationState.Killed => YarnApplicationStateProto.Killed,
        _ => YarnApplicationStateProto.New,
    };

    private static ApplicationState State(YarnApplicationStateProto state) => state switch
    {
        YarnApplicationStateProto.NewSaving => ApplicationState.NewSaving,
        YarnApplicationStateProto.Submitted => ApplicationState.Submitted,
        YarnApplicationStateProto.Accepted => ApplicationState.Accepted,
        YarnApplicationStateProto.Running => ApplicationState.Running,
        YarnApplicationStateProto.Finished => ApplicationState.Finished,
        YarnApplicationStateProto.Failed => ApplicationState.Failed,
        YarnApplicationStateProto.Killed => ApplicationState.Killed,
        _ => ApplicationState.New,
    };

    private static FinalStatus FinalStatusOf(FinalApplicationStatusProto status) => status switch
    {
        FinalApplicationStatusProto.AppSucceeded => FinalStatus.Succeeded,
        FinalApplicationStatusProto.AppFailed => FinalStatus.Failed,
        FinalApplicationStatusProto.AppKilled => FinalStatus.Killed,
        // ENDED is several children's different ends, summed up; the contract has no such value.
        _ => FinalStatus.Undefined,
    };
}
