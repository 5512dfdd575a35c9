using Skein.KeyValue.Tests.Concurrency;
using Skein.KeyValue.Watching;

namespace Skein.KeyValue.Tests.Watching;

public sealed class ReadSignalTests
{
    private readonly ReadSignal _signal = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wait_lasts_until_the_signal_is_set()
    {
        var waiting = _signal.WaitAsync();
        Assert.False(waiting.IsCompleted);

        _signal.Set();

        await waiting;
    }

    [Fact]
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

    [Fact]
    public async Task What_is_set_once_a_wait_is_over_counts_for_the_next_one()
    {
        var waiting = _signal.WaitAsync();
        _signal.Set();
        _signal.Set();
        await waiting;

        await _signal.WaitAsync();
    }

    [Fact]
    public async Task Whatever_is_set_last_ends_a_wait_or_is_found_by_the_reader_before_it()
    {
        // Each writer waits until its number was seen, so that a set that is lost is not made good by a later one; and since they
        // do so side by side, the reader meets the signal in every state.
        const int Writers = 2;
        const int Count = 50_000;
        var (written, seen) = (0, 0);
        var reading = ReadAsync();

        await DedicatedThreads.RunAsync(Writers, _ =>
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
                if (seen == Writers * Count)
                    return;
                await _signal.WaitAsync();
            }
        }
    }
}
