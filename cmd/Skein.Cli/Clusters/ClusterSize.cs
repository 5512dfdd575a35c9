using System.Globalization;

namespace Skein.Cli.Clusters;

/// <summary>How an embedded cluster is to be; what is null has a default.</summary>
internal sealed record ClusterSize
{
    /// <summary>MiB for containers. Default: three quarters of the machine's memory.</summary>
    public long? Memory { get; init; }

    /// <summary>Virtual cores for containers. Default: four for each processor, 16 at least: they are counted, and not enforced.</summary>
    public int? VirtualCores { get; init; }

    /// <summary>Seconds without applications and clients after which the cluster ends; 0: never. Default: 1800.</summary>
    public int? IdleSeconds { get; init; }

    /// <summary>Nodes without processes. Default: none.</summary>
    public int? SimulatedNodes { get; init; }

    /// <summary>Nodes as <see cref="LocalCluster.Nodes.NodeDefinition"/> reads them. Default: one.</summary>
    public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>Whether queues give back what is above their share. Default: no.</summary>
    public bool Preempts { get; init; }

    /// <summary>Names of guests. Default: none.</summary>
    public IReadOnlyList<string> Guests { get; init; } = [];

    /// <summary>Queues and their shares as <c>PATH=PERCENT</c>. Default: one, with everything.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>The options of <c>skein cluster start</c> that say the same.</summary>
    public IEnumerable<string> ToArguments()
    {
        if (Memory is { } memory)
            yield return Option("--memory", memory);
        if (VirtualCores is { } cores)
            yield return Option("--vcores", cores);
        if (IdleSeconds is { } idle)
            yield return Option("--idle", idle);
        if (SimulatedNodes is { } nodes)
            yield return Option("--simulate-nodes", nodes);
        foreach (var guest in Guests)
            yield return $"--guest={guest}";
        foreach (var node in Nodes)
            yield return $"--node={node}";
        if (Preempts)
            yield return "--preemption";
        foreach (var queue in Queues)
            yield return $"--queue={queue}";
    }

    private static string Option(string name, long value) => string.Create(CultureInfo.InvariantCulture, $"{name}={value}");
}
