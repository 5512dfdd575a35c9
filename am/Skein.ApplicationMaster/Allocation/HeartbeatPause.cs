namespace Skein.ApplicationMaster.Allocation;

/// <summary>The wait between two heartbeats, which new work cuts short. Not thread-safe but for waiting: its owner guards it.</summary>
internal sealed class HeartbeatPause(HeartbeatPolicy policy, TimeProvider time)
{
    private TaskCompletionSource _wake = NewSignal();
    private long _news = time.GetTimestamp();

    /// <summary>Notes that something new has come from the ResourceManager: more is likely to follow.</summary>
    public void NoteNews() => _news = time.GetTimestamp();

    /// <summary>Notes that there is something new for the ResourceManager, and ends the wait as early as the policy allows.</summary>
    public void Wake()
    {
        NoteNews();
        _wake.TrySetResult();
    }

    /// <summary>Notes that a heartbeat takes all along that is new.</summary>
    public void Begin() => _wake = NewSignal();

    /// <summary>Waits for the next heartbeat's time.</summary>
    /// <param name="beat">When the last one was sent, a timestamp.</param>
    /// <param name="gate">What guards this object and <paramref name="look"/>; not held by the caller.</param>
    /// <param name="look">Whether requests are outstanding, and whether there is something to tell.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task WaitAsync(long beat, Lock gate, Func<(bool IsAsking, bool HasWork)> look, CancellationToken cancellation)
    {
        while (true)
        {
            Task wake;
            TimeSpan delay;
            bool hasWork;
            lock (gate)
            {
                (var isAsking, hasWork) = look();
                // A wake-up whose work has vanished again, as a request withdrawn before it was sent, must not wake twice.
                if (!hasWork && _wake.Task.IsCompleted)
                    _wake = NewSignal();
                wake = _wake.Task;
                delay = policy.Delay(time.GetElapsedTime(beat), time.GetElapsedTime(_news), isAsking, hasWork);
            }

            if (delay == TimeSpan.Zero)
                return;
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            // Timers count whole milliseconds; rounded down, the rest would be waited for in a circle.
            var elapsed = Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), time, timer.Token);
            // With work at hand only the shortest gap is left to wait for, and being woken again changes nothing.
            await (hasWork ? elapsed : Task.WhenAny(elapsed, wake));
            cancellation.ThrowIfCancellationRequested();
            await timer.CancelAsync();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
