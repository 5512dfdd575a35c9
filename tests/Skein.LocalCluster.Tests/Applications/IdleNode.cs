using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;

namespace Skein.LocalCluster.Tests.Applications;

/// <summary>A node that does nothing: tests look at what it would be told.</summary>
internal sealed class IdleNode(string host, long memory, int cores) : INode
{
    public NodeDescription Description { get; init; } = new(
        new NodeIdProto { Host = host, Port = 1 }, $"{host}:2", new ResourceProto { Memory = memory, VirtualCores = cores });

    public void Start(ContainerLaunch launch)
    {
    }

    public void Stop(string containerId, int exitStatus, string diagnostics)
    {
    }

    public void Signal(string containerId, SignalContainerCommandProto command)
    {
    }

    public ContainerStatusProto? FindStatus(string containerId) => null;

    public void EndApplication(string applicationId)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
