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
            Queue = LeafName(report.Queue),
            Host = report.HasHost ? report.Host : "N/A",
            Port = report.HasRpcPort ? report.RpcPort : -1,
            TrackingUrl = report.TrackingUrl,
            State = State(report.YarnApplicationState),
            FinalStatus = FinalStatusOf(report.FinalApplicationStatus),
            Progress = report.Progress,
            Diagnostics = report.HasDiagnostics ? report.Diagnostics : "",
            StartTime = report.StartTime,
            FinishTime = report.FinishTime,
            Usage = new ResourceUsageReport
            {
                MemorySeconds = Math.Max(0, usage?.MemorySeconds ?? 0),
                VcoreSeconds = Math.Max(0, usage?.VcoreSeconds ?? 0),
                NumUsedContainers = Math.Max(0, usage?.NumUsedContainers ?? 0),
                NeededResources = ResourcesOf(usage?.NeededResources),
                ReservedResources = ResourcesOf(usage?.ReservedResources),
                UsedResources = ResourcesOf(usage?.UsedResources),
            },
        };
        result.Tags.AddRange(report.ApplicationTags);
        return result;
    }

    /// <summary>Hadoop 3.4 reports queues by full path, <c>root.default</c>; programs compare leaf names.</summary>
    private static string LeafName(string queue) => queue[(queue.LastIndexOf('.') + 1)..];

    private static Resources ResourcesOf(ResourceProto? resource)
    {
        var result = new Resources
        {
            Memory = (int)Math.Clamp(resource?.Memory ?? 0, 0, int.MaxValue),
            Vcores = Math.Max(0, resource?.VirtualCores ?? 0),
        };
        foreach (var information in resource?.ResourceValueMap ?? [])
        {
            switch (information.Key)
            {
                case ContainerResources.Gpu: result.Gpus = Math.Max(0, information.Value); break;
                case ContainerResources.Fpga: result.Fpgas = Math.Max(0, information.Value); break;
            }
        }

        return result;
    }

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
