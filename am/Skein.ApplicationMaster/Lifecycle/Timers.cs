namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>
/// What is to happen at a time to come. A timer is never taken back: whoever takes it out looks whether its container is still one
/// that it concerns.
/// </summary>
internal sealed class Timers
{
    // Timers of the same time elapse in the order in which they were set.
    private readonly PriorityQueue<(TimerKind, ServiceContainer?), (DateTimeOffset Due, long Order)> _queue = new();
    private long _last;

    /// <summary>When the next one elapses; null if there is none.</summary>
    public DateTimeOffset? Next => _queue.TryPeek(out _, out var priority) ? priority.Due : null;

    /// <param name="due">When.</param>
    /// <param name="kind">What.</param>
    /// <param name="container">The container it concerns, if it is one.</param>
    public void Set(DateTimeOffset due, TimerKind kind, ServiceContainer? container) =>
        _queue.Enqueue((kind, container), (due, ++_last));

    /// <summary>Takes the oldest timer that has elapsed.</summary>
    public bool TryTake(DateTimeOffset now, out TimerKind kind, out ServiceContainer? container)
    {
        (kind, container) = (default, null);
        if (!(Next <= now))
            return false;
        (kind, container) = _queue.Dequeue();
        return true;
    }
}
