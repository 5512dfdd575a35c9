using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Readiness;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>What an event makes the application do. Effects are carried out in their order.</summary>
internal abstract record ApplicationEffect
{
    /// <summary>A container took a new state; <paramref name="Active"/> says whether it lives or waits to live.</summary>
    public sealed record ContainerChanged(
        string Service, int Instance, ContainerState State, bool Active, string Message) : ApplicationEffect;

    /// <summary>Asks the ResourceManager for one container.</summary>
    public sealed record RequestContainer(ContainerRequest Request) : ApplicationEffect;

    /// <summary>Takes back what <see cref="RequestContainer"/> asked for.</summary>
    public sealed record WithdrawRequest(long RequestId) : ApplicationEffect;

    /// <summary>Gives a container back to the ResourceManager, which ends its processes. A launch under way is given up.</summary>
    public sealed record ReleaseContainer(ContainerIdProto Container) : ApplicationEffect;

    /// <summary>Asks for no more containers on a node for a while.</summary>
    public sealed record AvoidNode(string Host) : ApplicationEffect;

    /// <summary>Asks a container's processes to stop by themselves.</summary>
    public sealed record StopContainer(ContainerIdProto Container, NodeIdProto Node) : ApplicationEffect;

    /// <summary>YARN has ended a container: nothing of it is left to start or to give back.</summary>
    public sealed record ForgetContainer(ContainerIdProto Container) : ApplicationEffect;

    /// <summary>Starts a container's script on its node.</summary>
    public sealed record LaunchContainer(ContainerLaunch Launch) : ApplicationEffect;

    /// <summary>Begins to look whether a running container is ready.</summary>
    public sealed record ProbeReadiness(ReadinessCheck Check) : ApplicationEffect;

    /// <summary>Ends what <see cref="ProbeReadiness"/> began.</summary>
    public sealed record StopProbe(string Service, int Instance) : ApplicationEffect;

    /// <summary>Removes the keys that an ended container owned.</summary>
    public sealed record DeleteOwnedKeys(string Service, int Instance) : ApplicationEffect;

    /// <summary>Progress in 0..1, shown by YARN.</summary>
    public sealed record ReportProgress(float Progress) : ApplicationEffect;

    /// <summary>Something odd that people should know of.</summary>
    public sealed record Warn(string Message) : ApplicationEffect;

    /// <summary>Ends the application. No effect follows but answers.</summary>
    public sealed record EndApplication(ApplicationOutcome Outcome) : ApplicationEffect;

    /// <summary>Refuses a request, or turns it away because the application is ending.</summary>
    public sealed record Refuse(ApplicationRequest Request, Exception Cause) : Reply
    {
        public override void Send() => Request.Fail(Cause);
    }

    /// <summary>Answers a request.</summary>
    public sealed record Answer<T>(ApplicationRequest.Request<T> Request, T Value) : Reply
    {
        public override void Send() => Request.Complete(Value);
    }

    /// <summary>The end of a caller's wait.</summary>
    public abstract record Reply : ApplicationEffect
    {
        public abstract void Send();
    }
}
