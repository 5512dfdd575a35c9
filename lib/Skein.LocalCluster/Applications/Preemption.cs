using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Applications;

/// <summary>
/// Which containers a queue has to give back to one that gets less than its share: the newest on the node where the fewest are in the way.
/// Masters stay, and no queue is left with less than its own share.
/// </summary>
internal static class Preemption
{
    /// <summary>
    /// Containers to end now; empty if nothing that waits has a right to their room. What was chosen before has to end first: its room may
    /// be enough.
    /// </summary>
    public static IReadOnlyList<Container> Choose(ClusterState state)
    {
        var live = new List<Container>();
        foreach (var application in state.Applications.Values)
        {
            if (!application.HasEnded)
                live.AddRange(application.Current.Live.Values);
        }

        if (live.Exists(static container => container.IsPreempted))
            return [];
        foreach (var application in state.Applications.Values.Where(static application => !application.HasEnded))
        {
            var attempt = application.Current;
            var usage = state.Scheduler.UsageOf(attempt.Queue);
            foreach (var ask in attempt.Asks.Open)
            {
                if ((usage.Used + ask.Amounts).ShareOf(state.Total) <= usage.Queue.Capacity
                    && Choose(state, attempt, ask, live) is { Count: > 0 } victims)
                {
                    return victims;
                }
            }
        }

        return [];
    }

    private static List<Container>? Choose(ClusterState state, Attempt attempt, Ask ask, List<Container> live)
    {
        List<Container>? fewest = null;
        foreach (var node in state.Nodes)
        {
            if (CapacityScheduler.MayUse(attempt, ask, node) is not null
                && Choose(state, ask, node, live) is { } victims
                && (fewest is null || victims.Count < fewest.Count))
            {
                fewest = victims;
            }
        }

        return fewest;
    }

    // Null: not even all of them would make room.
    private static List<Container>? Choose(ClusterState state, Ask ask, NodeUsage node, List<Container> live)
    {
        var victims = new List<Container>();
        var free = node.Free;
        var left = new Dictionary<string, ResourceAmounts>(StringComparer.Ordinal);
        foreach (var container in live.Where(container => container.Node == node && !container.IsMaster).OrderByDescending(static container => container.Created))
        {
            if (ask.Amounts.FitsInto(free))
                break;
            var usage = state.Scheduler.UsageOf(container.ScheduledQueue);
            var rest = left.GetValueOrDefault(container.ScheduledQueue, usage.Used) - container.Amounts;
            if (rest.ShareOf(state.Total) < usage.Queue.Capacity)
                continue;
            left[container.ScheduledQueue] = rest;
            free += container.Amounts;
            victims.Add(container);
        }

        return ask.Amounts.FitsInto(free) ? victims : null;
    }
}
