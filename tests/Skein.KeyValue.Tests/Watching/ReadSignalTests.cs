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
    public async Task Nothing_that_several_threads_set_is_lost_on_a_reader_that_waits_at_every_moment()
    {
        const int Writers = 2;
        const int Count = 20_000;
        var written = 0;
        var reading = ReadAsync();

        await DedicatedThreads.RunAsync(Writers, _ =>
        {
            for (var i = 0; i < Count; i++)
            {
                Interlocked.Increment(ref written);
                _signal.Set();
            }
        });

        await reading.WaitAsync(Cancellation);

        async Task ReadAsync()
        {
            while (Volatile.Read(ref written) < Writers * Count)
                await _signal.WaitAsync();
        }
    }
}
