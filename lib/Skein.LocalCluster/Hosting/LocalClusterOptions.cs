using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Scheduling;
using Skein.LocalCluster.Simulation;

namespace Skein.LocalCluster.Hosting;

/// <summary>What an embedded cluster is made of.</summary>
public sealed record LocalClusterOptions
{
    /// <summary>Where it lives.</summary>
    public required ClusterDirectory Directory { get; init; }

    /// <summary>Whose cluster it is.</summary>
    public required string User { get; init; }

    /// <summary>
    /// Other names under which its owner may come, for trying access lists: each has a token of its own, see
    /// <see cref="ClusterDirectory.CredentialsOf"/>. Default: none.
    /// </summary>
    public IReadOnlyList<string> Guests { get; init; } = [];

    /// <summary>MiB that containers may take together; nodes that do not say otherwise share it evenly.</summary>
    public required long Memory { get; init; }

    /// <summary>Virtual cores that containers may take together; nodes that do not say otherwise share them evenly. They are counted and not enforced.</summary>
    public required int VirtualCores { get; init; }

    /// <summary>
    /// The nodes, whose hosts are 127.0.0.1, 127.0.0.2 and so on; all run processes of this machine. Default: one, without anything special.
    /// </summary>
    public IReadOnlyList<NodeDefinition> Nodes { get; init; } = [new()];

    /// <summary>Leaf queues. Default: <c>default</c>, with everything.</summary>
    public IReadOnlyList<QueueDefinition> Queues { get; init; } = [new("root.default", 1)];

    /// <summary>Whether a queue that has more than its share gives containers back to one that wants its own. Default: no, as in YARN.</summary>
    public bool Preempts { get; init; }

    /// <summary>Attempts of an application at most. Default 2, as YARN's.</summary>
    public int MaxAttempts { get; init; } = 2;

    /// <summary>Without applications and clients for so long, the cluster ends; null, the default: never.</summary>
    public TimeSpan? IdleTime { get; init; }

    /// <summary>
    /// Nodes without processes, of <see cref="Memory"/> and <see cref="VirtualCores"/> each, on which everything but application masters
    /// runs. Default 0: none, all containers are real.
    /// </summary>
    public int SimulatedNodes { get; init; }

    /// <summary>How simulated containers behave.</summary>
    public SimulatedLife SimulatedLife { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told of what goes wrong inside, one sentence each. Default: nobody.</summary>
    public Action<string> Report { get; init; } = static _ => { };

    /// <summary>For tests: makes the node in place of the one that runs processes.</summary>
    internal Func<NodeDescription, INodeEvents, INode>? NodeFactory { get; init; }
}
