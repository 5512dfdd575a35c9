using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>What can happen to an application. Requests of users are <see cref="ApplicationRequest"/>s.</summary>
internal abstract record ApplicationEvent
{
    /// <summary>The application master is registered: services may ask for containers.</summary>
    public sealed record Started : ApplicationEvent;

    /// <summary>The time has come that <see cref="ApplicationStateMachine.NextDeadline"/> named.</summary>
    public sealed record Tick : ApplicationEvent;

    /// <summary>A heartbeat brought news.</summary>
    public sealed record HeartbeatAnswered(
        IReadOnlyList<ContainerStatusProto> Completed, IReadOnlyList<ContainerProto> Allocated) : ApplicationEvent;

    /// <summary>The ResourceManager has found no place for a request, and forgotten it.</summary>
    public sealed record RequestRejected(long RequestId) : ApplicationEvent;

    /// <summary>A container was not started.</summary>
    /// <param name="Container">The container.</param>
    /// <param name="Reason">Why not.</param>
    /// <param name="IsNodeFault">Whether its node could not be asked at all; otherwise the node refused.</param>
    public sealed record LaunchFailed(ContainerIdProto Container, string Reason, bool IsNodeFault = false) : ApplicationEvent;

    /// <summary>A container could not be told to stop.</summary>
    public sealed record StopFailed(ContainerIdProto Container) : ApplicationEvent;

    /// <summary>A container has shown that it is ready.</summary>
    public sealed record ContainerReady(string Service, int Instance) : ApplicationEvent;

    /// <summary>The ResourceManager refuses what is asked of it, or can not be reached any more.</summary>
    public sealed record AllocatorFailed(string Reason) : ApplicationEvent;

    /// <summary>The driver script ended.</summary>
    public sealed record DriverExited(int ExitCode) : ApplicationEvent;

    /// <summary>The application has to end for a cause outside its services, such as a signal.</summary>
    public sealed record Ended(ApplicationOutcome Outcome) : ApplicationEvent;
}
