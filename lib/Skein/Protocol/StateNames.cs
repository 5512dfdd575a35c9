namespace Skein.Protocol;

/// <summary>Names of states as tables and logs show them, options accept them and skein 0.8.2 spells them.</summary>
public static class StateNames
{
    public static string Of(ApplicationState state) => state switch
    {
        ApplicationState.New => "NEW",
        ApplicationState.NewSaving => "NEW_SAVING",
        ApplicationState.Submitted => "SUBMITTED",
        ApplicationState.Accepted => "ACCEPTED",
        ApplicationState.Running => "RUNNING",
        ApplicationState.Finished => "FINISHED",
        ApplicationState.Failed => "FAILED",
        ApplicationState.Killed => "KILLED",
        _ => "UNKNOWN",
    };

    public static string Of(FinalStatus status) => status switch
    {
        FinalStatus.Succeeded => "SUCCEEDED",
        FinalStatus.Failed => "FAILED",
        FinalStatus.Killed => "KILLED",
        _ => "UNDEFINED",
    };

    public static string Of(Container.Types.State state) => state switch
    {
        Container.Types.State.Waiting => "WAITING",
        Container.Types.State.Requested => "REQUESTED",
        Container.Types.State.Running => "RUNNING",
        Container.Types.State.Succeeded => "SUCCEEDED",
        Container.Types.State.Failed => "FAILED",
        Container.Types.State.Killed => "KILLED",
        _ => "UNKNOWN",
    };

    public static string Of(NodeState state) => state switch
    {
        NodeState.Decommissioned => "DECOMMISSIONED",
        NodeState.Decommissioning => "DECOMMISSIONING",
        NodeState.Lost => "LOST",
        NodeState.New => "NEW",
        NodeState.Rebooted => "REBOOTED",
        NodeState.Running => "RUNNING",
        NodeState.Shutdown => "SHUTDOWN",
        NodeState.Unhealthy => "UNHEALTHY",
        _ => "UNKNOWN",
    };

    public static string Of(Queue.Types.State state) => state == Queue.Types.State.Running ? "RUNNING" : "STOPPED";
}
