using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Pages.Cluster;

/// <summary>States as YARN's pages and web services call them.</summary>
internal static class StateNames
{
    /// <summary>In the order of an application's life.</summary>
    public static IReadOnlyList<YarnApplicationStateProto> ApplicationStates { get; } =
    [
        YarnApplicationStateProto.New, YarnApplicationStateProto.NewSaving, YarnApplicationStateProto.Submitted,
        YarnApplicationStateProto.Accepted, YarnApplicationStateProto.Running, YarnApplicationStateProto.Finished,
        YarnApplicationStateProto.Failed, YarnApplicationStateProto.Killed,
    ];

    public static string Of(YarnApplicationStateProto state) => state switch
    {
        YarnApplicationStateProto.New => "NEW",
        YarnApplicationStateProto.NewSaving => "NEW_SAVING",
        YarnApplicationStateProto.Submitted => "SUBMITTED",
        YarnApplicationStateProto.Accepted => "ACCEPTED",
        YarnApplicationStateProto.Running => "RUNNING",
        YarnApplicationStateProto.Finished => "FINISHED",
        YarnApplicationStateProto.Failed => "FAILED",
        _ => "KILLED",
    };

    public static string Of(FinalApplicationStatusProto status) => status switch
    {
        FinalApplicationStatusProto.AppSucceeded => "SUCCEEDED",
        FinalApplicationStatusProto.AppFailed => "FAILED",
        FinalApplicationStatusProto.AppKilled => "KILLED",
        FinalApplicationStatusProto.AppEnded => "ENDED",
        _ => "UNDEFINED",
    };

    public static string Of(YarnApplicationAttemptStateProto state) => state switch
    {
        YarnApplicationAttemptStateProto.AppAttemptNew => "NEW",
        YarnApplicationAttemptStateProto.AppAttemptSubmitted => "SUBMITTED",
        YarnApplicationAttemptStateProto.AppAttemptScheduled => "SCHEDULED",
        YarnApplicationAttemptStateProto.AppAttemptAllocatedSaving => "ALLOCATED_SAVING",
        YarnApplicationAttemptStateProto.AppAttemptAllocated => "ALLOCATED",
        YarnApplicationAttemptStateProto.AppAttemptLaunched => "LAUNCHED",
        YarnApplicationAttemptStateProto.AppAttemptRunning => "RUNNING",
        YarnApplicationAttemptStateProto.AppAttemptFinishing => "FINISHING",
        YarnApplicationAttemptStateProto.AppAttemptFinished => "FINISHED",
        YarnApplicationAttemptStateProto.AppAttemptFailed => "FAILED",
        _ => "KILLED",
    };

    public static string Of(ContainerStateProto state) => state switch
    {
        ContainerStateProto.CNew => "NEW",
        ContainerStateProto.CRunning => "RUNNING",
        _ => "COMPLETE",
    };

    public static string Of(LogAggregationStatusProto status) => status switch
    {
        LogAggregationStatusProto.LogDisabled => "DISABLED",
        LogAggregationStatusProto.LogRunning => "RUNNING",
        LogAggregationStatusProto.LogSucceeded => "SUCCEEDED",
        LogAggregationStatusProto.LogFailed => "FAILED",
        LogAggregationStatusProto.LogTimeOut => "TIME_OUT",
        LogAggregationStatusProto.LogRunningWithFailure => "RUNNING_WITH_FAILURE",
        _ => "NOT_START",
    };
}
