using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;

namespace Skein.LocalCluster.Tests.Hosting;

/// <summary>A node that counts who looks at it.</summary>
internal sealed class WatchedNode(INode node) : INode
{
    private int _looks;

    /// <summary>How often its description was read.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>Set once somebody has looked.</summary>
    public ManualResetEventSlim Seen { get; } = new();

    /// <summary>What looking at it ends with; null: with its description.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Begins to count anew.</summary>
    public void Forget()
    {
        Volatile.Write(ref _looks, 0);
        Seen.Reset();
    }

    public NodeDescription Description
    {
        get
        {
            Interlocked.Increment(ref _looks);
            Seen.Set();
            return Failure is null ? node.Description : throw Failure;
        }
    }

    public void Start(ContainerLaunch launch) => node.Start(launch);

    public void Stop(string containerId, int exitStatus, string diagnostics) => node.Stop(containerId, exitStatus, diagnostics);

    public void Signal(string containerId, SignalContainerCommandProto command) => node.Signal(containerId, command);

    public ContainerStatusProto? FindStatus(string containerId) => node.FindStatus(containerId);

    public void EndApplication(string applicationId) => node.EndApplication(applicationId);

    public async ValueTask DisposeAsync()
    {
        Seen.Dispose();
        await node.DisposeAsync();
    }
}
