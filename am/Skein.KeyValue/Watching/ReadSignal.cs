using System.Threading.Tasks.Sources;

namespace Skein.KeyValue.Watching;

/// <summary>Tells one reader that there may be something to read.</summary>
/// <remarks>Anybody may set it, any number of times, whether the reader waits or not; one wait takes all of that. It is used again for
/// each wait, so that a reader who has waited long, among thousands, costs the collector nothing new.</remarks>
public sealed class ReadSignal : IValueTaskSource
{
    private const int Unset = 0;
    private const int Awaited = 1;
    private const int IsSet = 2;

    private ManualResetValueTaskSourceCore<bool> _core;
    private int _state;

    /// <summary>Ends the wait of the reader, who goes on on this thread, or else its next one.</summary>
    public void Set()
    {
        // Where another one has ended the wait in between, the reader is yet to look, and finds what this one has brought.
        if (Interlocked.CompareExchange(ref _state, IsSet, Unset) == Awaited
            && Interlocked.CompareExchange(ref _state, Unset, Awaited) == Awaited)
            _core.SetResult(true);
    }

    /// <summary>Waits until it is set, which it may be already. For the reader only, whose wait before is over. It takes no thread.</summary>
    public ValueTask WaitAsync()
    {
        _core.Reset();
        // Whoever still finds it set has brought something before this exchange, and the reader, who looks after it, sees that. A plain
        // write could reach others only after the reader has looked.
        if (Interlocked.CompareExchange(ref _state, Awaited, Unset) == IsSet)
        {
            Interlocked.Exchange(ref _state, Unset);
            return default;
        }

        return new ValueTask(this, _core.Version);
    }

    /// <inheritdoc />
    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    /// <inheritdoc />
    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    /// <inheritdoc />
    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
