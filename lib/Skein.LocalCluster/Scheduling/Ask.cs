namespace Skein.LocalCluster.Scheduling;

/// <summary>Containers of one shape that an attempt waits for.</summary>
internal abstract class Ask(int priority, long allocationRequestId, ResourceAmounts amounts)
{
    /// <summary>The name that stands for every node.</summary>
    public const string Anywhere = "*";

    /// <summary><see cref="Distance"/> of nodes that are as good as any other.</summary>
    protected const int Anyhow = 2;

    public int Priority => priority;

    public long AllocationRequestId => allocationRequestId;

    public ResourceAmounts Amounts => amounts;

    /// <summary>Containers still awaited.</summary>
    public abstract int Count { get; }

    /// <summary>What the containers carry, for rules of placement to name them by. Default: nothing.</summary>
    public virtual IReadOnlyList<string> Tags => [];

    /// <summary>How far a node is from where a container of this shape is wanted: 0 is best; null: it may not be there.</summary>
    /// <param name="node">The node.</param>
    /// <param name="tags">The tags that the application's containers carry.</param>
    public abstract int? Distance(NodeUsage node, AllocationTags tags);

    /// <summary>Notes that one container was granted on a node.</summary>
    public abstract void Grant(NodeUsage node);
}
