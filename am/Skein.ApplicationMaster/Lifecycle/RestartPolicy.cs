namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>
/// Decides over the failed and lost containers of one service: whether and when one is replaced, and when the service has failed for
/// good.
/// </summary>
/// <remarks>
/// Pauses grow along the line of a container and its replacements, and not with the number of containers that end at once: a service
/// whose node dies under it comes back as fast as it left.
/// </remarks>
internal sealed class RestartPolicy(RestartRules rules)
{
    private static readonly TimeSpan FirstLossPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLossPause = TimeSpan.FromMinutes(1);

    // Of the replacements within the window, oldest first; never more than are allowed.
    private readonly Queue<DateTimeOffset> _recent = new();

    /// <summary>Failed containers so far; lost ones are none.</summary>
    public int Failures { get; private set; }

    /// <summary>Failed containers that were replaced.</summary>
    public int Restarts { get; private set; }

    /// <summary>Whether a failure was left without a replacement and the service may not go on without.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Counts a failed container; null if it is not to be replaced.</summary>
    public Replacement? ReplaceFailed(ServiceContainer container, DateTimeOffset now)
    {
        Failures++;
        if (rules.Maximum >= 0 && RecentRestarts(now) >= rules.Maximum)
        {
            HasFailed = !rules.AllowFailures;
            return null;
        }

        Restarts++;
        if (rules.Maximum >= 0 && rules.Window > TimeSpan.Zero)
            _recent.Enqueue(now);
        var before = container.Setbacks;
        var failures = container.Age(now) > rules.MaxBackoff ? 0 : before.Failures;
        return new Replacement(Doubled(rules.Backoff, failures, rules.MaxBackoff), before with { Failures = failures + 1 });
    }

    /// <summary>
    /// Replaces a container that the cluster took away. It counts for nothing, but a node that takes every container away must not be
    /// fed at the speed of heartbeats: the second loss within a minute and those after it wait for 1, 2, 4 … 60 seconds.
    /// </summary>
    public static Replacement ReplaceLost(ServiceContainer container, DateTimeOffset now)
    {
        var before = container.Setbacks;
        var losses = container.Age(now) > LongestLossPause ? 0 : before.Losses;
        var pause = losses == 0 ? TimeSpan.Zero : Doubled(FirstLossPause, losses - 1, LongestLossPause);
        return new Replacement(pause, before with { Losses = losses + 1 });
    }

    private int RecentRestarts(DateTimeOffset now)
    {
        if (rules.Window == TimeSpan.Zero)
            return Restarts;
        while (_recent.TryPeek(out var oldest) && now - oldest >= rules.Window)
            _recent.Dequeue();
        return _recent.Count;
    }

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan longest) =>
        TimeSpan.FromTicks((long)Math.Min(first.Ticks * Math.Pow(2, times), longest.Ticks));
}
