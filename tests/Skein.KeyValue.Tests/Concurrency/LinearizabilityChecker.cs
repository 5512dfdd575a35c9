namespace Skein.KeyValue.Tests.Concurrency;

/// <summary>Looks for an order of recorded calls in which each one, done alone, returns what it returned.</summary>
/// <remarks>
/// The search of Wing and Gong: the next call in the order is any one that started before every other call that is left had ended. With
/// Lowe's addition: a set of calls that led to a state once and to no solution need not be tried again.
/// </remarks>
internal static class LinearizabilityChecker
{
    /// <summary>Most calls in a history.</summary>
    public const int MaxCalls = 64;

    /// <summary>Whether there is such an order, starting from a state.</summary>
    public static bool IsLinearizable<TState>(IReadOnlyList<RecordedCall<TState>> history, TState initial)
        where TState : struct
    {
        Assert.InRange(history.Count, 0, MaxCalls);
        return Search(history, initial, done: 0, []);
    }

    private static bool Search<TState>(
        IReadOnlyList<RecordedCall<TState>> history, TState state, ulong done, HashSet<(ulong, TState)> seen)
        where TState : struct
    {
        var firstEnd = int.MaxValue;
        for (var i = 0; i < history.Count; i++)
        {
            if ((done & (1UL << i)) == 0)
                firstEnd = Math.Min(firstEnd, history[i].End);
        }

        if (firstEnd == int.MaxValue)
            return true;
        if (!seen.Add((done, state)))
            return false;
        for (var i = 0; i < history.Count; i++)
        {
            if ((done & (1UL << i)) == 0 && history[i].Start < firstEnd && history[i].Apply(state) is { } next
                && Search(history, next, done | (1UL << i), seen))
                return true;
        }

        return false;
    }
}
