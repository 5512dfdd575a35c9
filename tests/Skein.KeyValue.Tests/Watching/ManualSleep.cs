using Skein.Hadoop.Tests.Rpc;

namespace Skein.KeyValue.Tests.Watching;

/// <summary>Has one thread sleep until it is woken, by a clock that stands still meanwhile.</summary>
internal sealed class ManualSleep(ManualTimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _end = new(0);
    private volatile TaskCompletionSource<TimeSpan> _sleeping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDisposed;

    /// <summary>The thread that slept last.</summary>
    public Thread? Sleeper { get; private set; }

    /// <summary>For how long the thread sleeps, once it does.</summary>
    public Task<TimeSpan> Sleeping => _sleeping.Task;

    /// <summary>Sleeps, but not after the end of the test.</summary>
    public void Sleep(TimeSpan duration)
    {
        if (_isDisposed)
            return;
        Sleeper = Thread.CurrentThread;
        _sleeping.SetResult(duration);
        _end.Wait();
    }

    /// <summary>Waits until the thread sleeps, moves the clock by as long as it wants to, and wakes it.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        var duration = await Sleeping.WaitAsync(cancellation);
        _sleeping = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        time.Advance(duration);
        _end.Release();
    }

    /// <summary>Lets the thread come to its end.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _end.Release();
    }
}
