using System.Threading.Channels;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;

namespace Skein.LocalCluster.Tests.Hosting;

/// <summary>A node that hands what it should start to the test, which plays the processes.</summary>
internal sealed class RecordingNode(NodeDescription description, INodeEvents events) : INode
{
    public Channel<ContainerLaunch> Launches { get; } = Channel.CreateUnbounded<ContainerLaunch>();

    public Channel<string> Ended { get; } = Channel.CreateUnbounded<string>();

    public NodeDescription Description => description;

    public void Start(ContainerLaunch launch)
    {
        events.OnTaken(this, launch.ContainerId);
        Launches.Writer.TryWrite(launch);
    }

    public void End(string containerId, int exitStatus) => events.OnEnded(this, containerId, new ContainerStatusProto
    {
        ContainerId = Skein.Hadoop.Yarn.YarnIds.ParseContainer(containerId), State = ContainerStateProto.CComplete, ExitStatus = exitStatus,
    });

    public void Stop(string containerId, int exitStatus, string diagnostics) => End(containerId, exitStatus);

    public void Signal(string containerId, SignalContainerCommandProto command)
    {
    }

    public ContainerStatusProto? FindStatus(string containerId) => null;

    public void EndApplication(string applicationId)
    {
        Ended.Writer.TryWrite(applicationId);
        events.OnApplicationGone(this, applicationId, hasLogs: true);
    }

    /// <summary>What becomes of its end; null: it ends well.</summary>
    public Exception? Failure { get; init; }

    public ValueTask DisposeAsync() => Failure is null ? ValueTask.CompletedTask : ValueTask.FromException(Failure);
}
