namespace Skein.ApplicationMaster.Tests.Support;

/// <summary>A clock that moves when told to, and tells when somebody starts to wait on it.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private TimeSpan _step;
    private TaskCompletionSource _waiting = New();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now + _step;
    }

    public override long GetTimestamp()
    {
        lock (_gate)
            return _now.Ticks;
    }

    /// <summary>Sets the time of day, as an administrator does; timers go on as before.</summary>
    public void Step(TimeSpan by)
    {
        lock (_gate)
            _step += by;
    }

    /// <summary>Completes once a timer is running; its due time from now.</summary>
    public async Task<TimeSpan> NextTimerAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task waiting;
            lock (_gate)
            {
                if (_timers.Count > 0)
                    return _timers.Min(t => t.Due) - _now;
                waiting = _waiting.Task;
            }

            await waiting.WaitAsync(cancellation);
        }
    }

    /// <summary>Waits for a timer and moves the clock to its due time.</summary>
    public async Task<TimeSpan> ElapseNextAsync(CancellationToken cancellation)
    {
        var delay = await NextTimerAsync(cancellation);
        Advance(delay);
        return delay;
    }

    public void Advance(TimeSpan by)
    {
        Timer[] due;
        lock (_gate)
        {
            _now += by;
            due = [.. _timers.Where(t => t.Due <= _now)];
            foreach (var timer in due)
                _timers.Remove(timer);
        }

        foreach (var timer in due)
            timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Timer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            TaskCompletionSource? waiting = null;
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                    waiting = clock._waiting;
                    clock._waiting = New();
                }
            }

            waiting?.TrySetResult();
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
