namespace Skein.LocalCluster.Scheduling;

/// <summary>
/// Decides which container comes next: of the queue that uses the least of its share, there the attempt of the highest priority and
/// then the oldest, there its most urgent ask that fits on a node, on the nearest node, and of several the one with the most room.
/// </summary>
/// <remarks>
/// What does not fit anywhere holds nothing else up. Containers of application masters take at most half of a queue's cluster share
/// together, though always one, so that masters never fill a cluster in which none of their containers has room.
/// </remarks>
internal sealed class CapacityScheduler(IReadOnlyList<QueueDefinition> queues)
{
    /// <summary>
    /// Containers that one run grants at most. It holds everybody else up, and so does its answer the application master; the rest is granted
    /// with the next heartbeat.
    /// </summary>
    internal const int MostGrants = 500;

    private const float MasterShare = 0.5f;

    private readonly Dictionary<string, QueueUsage> _usages = queues.ToDictionary(
        static queue => queue.Name, static queue => new QueueUsage(queue), StringComparer.Ordinal);

    /// <summary>What a queue uses.</summary>
    public QueueUsage UsageOf(string queue) => _usages[queue];

    /// <summary>Grants what has room now, up to <see cref="MostGrants"/>.</summary>
    /// <param name="attempts">Those that may wait for something.</param>
    /// <param name="nodes">The nodes in service.</param>
    /// <param name="grant">Carries out one grant; it takes the amounts from queue and node.</param>
    public void Run(IEnumerable<IWaitingAttempt> attempts, IReadOnlyCollection<NodeUsage> nodes, Action<IWaitingAttempt, Ask, NodeUsage> grant)
    {
        var whole = default(ResourceAmounts);
        foreach (var node in nodes)
            whole += node.Capability;

        var waiting = attempts
            .Where(static attempt => !attempt.Asks.IsEmpty)
            .OrderByDescending(static attempt => attempt.Priority)
            .ThenBy(static attempt => attempt.Sequence)
            .GroupBy(static attempt => attempt.Queue, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => new WaitingQueue(group), StringComparer.Ordinal);
        for (var granted = 0; waiting.Count > 0 && granted < MostGrants;)
        {
            var queue = waiting.Keys.MinBy(name => _usages[name].ShareOfCapacity(whole))!;
            if (TryGrant(waiting[queue], _usages[queue], nodes, whole, grant))
                granted++;
            else
                waiting.Remove(queue);
        }
    }

    /// <summary>How far a node is from where an attempt wants a container, see <see cref="Ask.Distance"/>; null: it may not be there, room or not.</summary>
    public static int? MayUse(IWaitingAttempt attempt, Ask ask, NodeUsage node) =>
        node.Takes(attempt.AwaitsMaster) && !attempt.Blacklist.Contains(node.Host) ? ask.Distance(node, attempt.Tags) : null;

    private static bool TryGrant(
        WaitingQueue queue,
        QueueUsage usage,
        IReadOnlyCollection<NodeUsage> nodes,
        ResourceAmounts whole,
        Action<IWaitingAttempt, Ask, NodeUsage> grant)
    {
        while (queue.Next is var (attempt, ask))
        {
            var isHeldBack = attempt.AwaitsMaster && usage.Masters > 0
                && (usage.UsedByMasters + ask.Amounts).ShareOf(whole) > MasterShare * usage.Queue.Capacity;
            if (!isHeldBack && FindNode(attempt, ask, nodes) is { } node)
            {
                grant(attempt, ask, node);
                return true;
            }

            queue.Skip();
        }

        return false;
    }

    // The nearest one, and of these the one with the most room.
    private static NodeUsage? FindNode(IWaitingAttempt attempt, Ask ask, IReadOnlyCollection<NodeUsage> nodes)
    {
        NodeUsage? best = null;
        var least = int.MaxValue;
        foreach (var node in nodes)
        {
            if (ask.Amounts.FitsInto(node.Free)
                && MayUse(attempt, ask, node) is { } distance
                && (distance < least || (distance == least && node.Free.Memory > best!.Free.Memory)))
            {
                (best, least) = (node, distance);
            }
        }

        return best;
    }
}
