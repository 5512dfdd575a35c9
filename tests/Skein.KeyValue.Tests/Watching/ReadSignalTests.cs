using Skein.KeyValue.Tests.Concurrency;
using Skein.KeyValue.Watching;

namespace Skein.KeyValue.Tests.Watching;

public sealed class ReadSignalTests
{
    private readonly ReadSignal _signal = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_wait_lasts_until_the_signal_is_set()
    {
        var waiting = _signal.WaitAsync();
        Assert.False(waiting.IsCompleted);

        _signal.Set();

        await waiting;
    }

    [Fact(Timeout = 60_000)]
    public async Task One_wait_takes_all_that_was_set_before_it()
    {
        _signal.Set();
        _signal.Set();

        var first = _signal.WaitAsync();
        Assert.True(first.IsCompleted);
        await first;
        var second = _signal.WaitAsync();
        Assert.False(second.IsCompleted);
        _signal.Set();
        await second;
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_set_once_a_wait_is_over_counts_for_the_next_one()
    {
        var waiting = _signal.WaitAsync();
        _signal.Set();
        _signal.Set();
        await waiting;

        await _signal.WaitAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_is_set_is_seen_by_a_reader_that_waits_whenever_it_has_seen_all(int writers)
    {
        // Each writer waits until its number was seen, so that a single one makes nothing good that it has lost. Several meet the reader
        // in every state.
        const int Count = 50_000;
        var (written, seen) = (0, 0);
        var reading = ReadAsync();

        await DedicatedThreads.RunAsync(writers, _ =>
        {
            for (var i = 0; i < Count; i++)
            {
                var number = Interlocked.Increment(ref written);
                _signal.Set();
                while (Volatile.Read(ref seen) < number)
                {
                    Cancellation.ThrowIfCancellationRequested();
                    Thread.Yield();
                }
            }
        });

        await reading.WaitAsync(Cancellation);

        async Task ReadAsync()
        {
            await Task.Yield();
            while (true)
            {
                Volatile.Write(ref seen, Volatile.Read(ref written));
                if (seen == writers * Count)
                    return;
                await _signal.WaitAsync();
            }
        }
    }
}
