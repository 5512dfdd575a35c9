using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.Submission.Clusters;

/// <summary>YARN's queues as the contract's.</summary>
internal static class QueueReports
{
    private const float Whole = 100;

    /// <summary>
    /// Translates one queue. YARN gives shares of 1, the contract has percent: capacities from 0 to 100, an undefined maximum (negative)
    /// is 100, and the used part may be more than 100.
    /// </summary>
    public static Queue FromYarn(QueueInfoProto queue)
    {
        var result = new Queue
        {
            Name = LeafName(queue.QueueName),
            // A draining queue takes no new applications either; the contract has no state of its own for it.
            State = queue.State == QueueStateProto.QRunning ? Queue.Types.State.Running : Queue.Types.State.Stopped,
            Capacity = Math.Clamp(Percent(queue.Capacity), 0, Whole),
            MaxCapacity = queue.MaximumCapacity < 0 ? Whole : Math.Clamp(Percent(queue.MaximumCapacity), 0, Whole),
            PercentUsed = Math.Max(0, Percent(queue.CurrentCapacity)),
            DefaultNodeLabel = queue.DefaultNodeLabelExpression,
        };
        result.NodeLabels.AddRange(queue.AccessibleNodeLabels.Order(StringComparer.Ordinal));
        return result;
    }

    /// <summary>Hadoop 3.4 names queues by full path, <c>root.default</c>, where it used to say <c>default</c>; programs compare leaf names.</summary>
    public static string LeafName(string queue) => queue[(queue.LastIndexOf('.') + 1)..];

    // A queue without capacity makes YARN divide by 0.
    private static float Percent(float share) => float.IsFinite(share) ? Whole * share : 0;
}
