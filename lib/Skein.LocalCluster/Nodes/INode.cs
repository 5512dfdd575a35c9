using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Nodes;

/// <summary>One machine of the cluster: runs containers, and tells its <see cref="INodeEvents"/> what becomes of them. No method waits.</summary>
public interface INode : IAsyncDisposable
{
    /// <summary>What the node is and has.</summary>
    NodeDescription Description { get; }

    /// <summary>Brings a container's files and starts it. A failure on the way is the container's end.</summary>
    void Start(ContainerLaunch launch);

    /// <summary>
    /// Ends a container: SIGTERM, after a pause SIGKILL. One that is unknown or has ended is left alone.
    /// </summary>
    /// <param name="containerId">Its id as text.</param>
    /// <param name="exitStatus">What its end is reported as, such as <see cref="ContainerExitStatus.KilledByApplicationMaster"/>.</param>
    /// <param name="diagnostics">Why, in one sentence.</param>
    void Stop(string containerId, int exitStatus, string diagnostics);

    /// <summary>Sends a container's processes a signal; one that does not run gets none.</summary>
    void Signal(string containerId, SignalContainerCommandProto command);

    /// <summary>A container's state; null if the node does not know it, or no longer.</summary>
    ContainerStatusProto? FindStatus(string containerId);

    /// <summary>
    /// Ends what still runs of an application, gathers its logs, and removes what it left. The end is told by
    /// <see cref="INodeEvents.OnApplicationGone"/>.
    /// </summary>
    void EndApplication(string applicationId);
}
