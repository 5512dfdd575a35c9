using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Scheduling;

/// <summary>A scheduling request: where its containers may be depends on what runs there, see <see cref="PlacementRule"/>.</summary>
internal sealed class PlacedAsk(int priority, long allocationRequestId, ResourceAmounts amounts, SchedulingRequestProto request)
    : Ask(priority, allocationRequestId, amounts)
{
    private readonly string _label = PlacementRule.LabelOf(request.PlacementConstraint);
    private int _count;

    public override int Count => _count;

    /// <inheritdoc />
    public override IReadOnlyList<string> Tags => request.AllocationTags;

    /// <summary>Takes what a heartbeat says: counts are absolute, and 0 withdraws. All else is as it was said first.</summary>
    public void Set(int count) => _count = Math.Max(0, count);

    /// <inheritdoc />
    public override int? Distance(NodeUsage node, AllocationTags tags) =>
        _label == node.Label && PlacementRule.Allows(request.PlacementConstraint, node, tags) ? Anyhow : null;

    /// <inheritdoc />
    public override void Grant(NodeUsage node) => _count--;
}
