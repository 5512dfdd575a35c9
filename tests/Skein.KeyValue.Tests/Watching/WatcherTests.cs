using System.Runtime.CompilerServices;
using Skein.KeyValue.Operations;
using Skein.KeyValue.Tests.Concurrency;
using Skein.KeyValue.Watching;

namespace Skein.KeyValue.Tests.Watching;

public sealed class WatcherTests : StoreFixture
{
    private const long MaxLag = 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_watcher_reads_what_is_committed_after_its_range_was_added()
    {
        using var watcher = Store.Watch(MaxLag);
        Put("a", "1");
        Assert.Equal(1, watcher.Add(0, KeyRange.Single("a")).Number);

        Put("a", "2");
        Delete("a", "b");

        Assert.Equal([2, 3], await ReadAsync(watcher, after: 1, count: 2));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watcher_that_rests_is_not_roused_by_other_keys()
    {
        using var watcher = Store.Watch(MaxLag);
        using var other = Store.Watch(MaxLag);
        watcher.Add(0, KeyRange.Single("a"));
        other.Add(1, KeyRange.Single("b"));
        var resting = watcher.WaitAsync(Cancellation);

        // The hub goes through the commits in order: when it has roused the other one, it has gone past the first.
        Put("b", "1");
        await other.WaitAsync(Cancellation);
        Assert.False(resting.IsCompleted);
        Assert.False(watcher.TryRead(out _));

        Put("a", "1");
        await resting;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_roused_watcher_reads_up_to_the_last_commit_that_concerns_it_and_no_further()
    {
        using var watcher = Store.Watch(MaxLag);
        using var other = Store.Watch(MaxLag);
        watcher.Add(0, KeyRange.Single("a"));
        other.Add(1, KeyRange.Single("c"));
        Put("a", "1");
        Put("b", "1");
        Put("a", "2");
        Put("c", "1");
        await other.WaitAsync(Cancellation);

        Assert.Equal([1, 2, 3], await ReadAsync(watcher, after: 0, count: 3));
        Assert.False(watcher.TryRead(out _));
        Assert.True(watcher.TryRest());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watcher_that_started_at_an_old_revision_reads_no_further_than_others_once_it_has_rested()
    {
        Put("a", "1");
        using var watcher = Store.Watch(MaxLag, First);
        watcher.Add(0, KeyRange.Single("a"));
        Assert.Equal([1], await ReadAsync(watcher, after: 0, count: 1));
        var resting = watcher.WaitAsync(Cancellation);
        using var other = Store.Watch(MaxLag);
        other.Add(1, KeyRange.Single("c"));
        Put("b", "1");
        Put("a", "2");
        Put("b", "2");
        Put("c", "1");
        await Task.WhenAll(resting, other.WaitAsync(Cancellation));

        Assert.Equal([3], await ReadAsync(watcher, after: 0, count: 1));
        Assert.False(watcher.TryRead(out _));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watcher_that_has_nothing_to_read_does_not_lag_however_much_is_committed()
    {
        using var watcher = Store.Watch(maxLag: 0);
        watcher.Add(0, KeyRange.Single("a"));
        Put("a", "1");
        Assert.Equal([1], await ReadAsync(watcher, after: 0, count: 1));
        Put("b", "1");
        Put("b", "2");

        watcher.DropIfBehind(Store.Latest.Position.Volume);

        Put("a", "2");
        Assert.Equal([4], await ReadAsync(watcher, after: 3, count: 1));
    }

    [Fact(Timeout = 60_000)]
    public async Task Readers_that_are_roused_together_go_on_one_after_the_other_and_surrounded_by_what_the_store_was_given()
    {
        const int Readers = 100;
        var (around, gone, all) = (new List<int>(), 0, new TaskCompletionSource());
        var store = new KeyValueStore { AroundNotification = Count };
        var watchers = Enumerable.Range(0, Readers).Select(_ => store.Watch(MaxLag)).ToList();
        for (var i = 0; i < watchers.Count; i++)
            watchers[i].Add(i, KeyRange.Single("a"));
        var reading = watchers.Select(async watcher =>
        {
            await watcher.Signal.WaitAsync().ConfigureAwait(false);
            gone++;
        }).ToList();

        store.Execute(PutOf("a", "1"));
        await Task.WhenAll([all.Task, .. reading]).WaitAsync(Cancellation);

        // Nothing is lost of what they count without being synchronized.
        Assert.Equal(Readers, gone);
        Assert.Equal(Readers, around.Sum());
        Assert.All(around, static count => Assert.InRange(count, 1, 64));
        watchers.ForEach(static watcher => watcher.Dispose());

        void Count(Action notify)
        {
            var before = gone;
            notify();
            around.Add(gone - before);
            if (gone == Readers)
                all.TrySetResult();
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_removed_range_rouses_nobody()
    {
        using var watcher = Store.Watch(MaxLag);
        watcher.Add(0, KeyRange.Single("a"));
        watcher.Add(1, KeyRange.Single("b"));
        watcher.Remove(0);
        watcher.Remove(7);
        Assert.Equal(1, watcher.Count);
        var from = Store.Latest.Number;

        Put("a", "1");
        Put("b", "1");

        await watcher.WaitAsync(Cancellation);
        Assert.True(watcher.TryRead(out var commit));
        Assert.Equal(from + 2, commit.Number);
    }

    [Fact]
    public void A_watcher_can_start_at_an_old_revision()
    {
        Put("a", "1");
        var from = Store.Latest.Position;
        Put("b", "1");

        using var watcher = Store.Watch(MaxLag, from);

        Assert.True(watcher.TryRead(out var commit));
        Assert.Equal(2, commit.Number);
        Assert.False(watcher.TryRead(out _));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watcher_put_back_by_a_hub_that_is_behind_repeats_nothing()
    {
        using var watcher = Store.Watch(MaxLag, First);
        Put("a", "1");
        Put("a", "2");
        Assert.True(watcher.TryRead(out _));
        Assert.True(watcher.TryRead(out _));
        var resting = watcher.WaitAsync(Cancellation);

        Assert.True(watcher.Rouse(First, upTo: 2));
        watcher.Signal.Set();

        await resting;
        Assert.False(watcher.TryRead(out _));
        Put("a", "3");
        Assert.False(watcher.Rouse(First, upTo: 3));
        Assert.True(watcher.TryRead(out var commit));
        Assert.Equal(3, commit.Number);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(8 * 1024 * 1024)]
    [InlineData(-1)]
    public async Task Watchers_that_rest_at_every_moment_miss_nothing_of_what_they_watch_and_repeat_nothing(long maxLagOfHub)
    {
        // With -1 the hub takes itself to be behind, and has everyone catch up, each time it looks.
        var store = new KeyValueStore();
        store.Hub.MaxLag = maxLagOfHub;
        const int Writers = 3;
        const int Commits = 2000;
        var watching = new List<Task<int>>();
        for (var key = 0; key < Writers; key++)
            watching.Add(CountAsync(store, key, Commits));

        await DedicatedThreads.RunAsync(Writers, writer =>
        {
            for (var i = 0; i < Commits; i++)
            {
                // Large enough for the hub to look over its watchers several times.
                var value = new byte[1000];
                BitConverter.TryWriteBytes(value, i);
                store.Execute(new Put { Key = $"{writer}", Value = value });
                if (i % 16 == 0)
                    Thread.Yield();
            }
        });

        Assert.All(await Task.WhenAll(watching).WaitAsync(Cancellation), static count => Assert.Equal(Commits, count));
    }

    [Fact(Timeout = 60_000)]
    public async Task Watchers_that_come_and_go_are_roused_by_the_first_commit_after_they_came()
    {
        // The hub starts with the first watcher and stops after the last one, again and again.
        var store = new KeyValueStore();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(key => Task.Run(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                using var watcher = store.Watch(long.MaxValue);
                watcher.Add((key * 1000) + i, KeyRange.Single($"{key}"));
                store.Execute(PutOf($"{key}", $"{i}"), owners: null, out var number);
                await ReadUntilAsync(watcher, number);
            }
        }))).WaitAsync(Cancellation);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_watcher_that_lags_beyond_its_bound_is_dropped_and_told()
    {
        // Not the fixture's store, whose whole history is kept.
        var store = new KeyValueStore();
        using var slow = store.Watch(MaxLag, store.Latest.Position);
        using var quick = store.Watch(MaxLag, store.Latest.Position);
        slow.Add(0, KeyRange.All);
        var commits = 0;
        while (!IsDropped(slow))
        {
            Cancellation.ThrowIfCancellationRequested();
            store.Execute(new Put { Key = "k", Value = new byte[100_000] });
            commits++;
            Assert.True(quick.TryRead(out _));
            // Watchers are looked over on another thread.
            await Task.Yield();
        }

        Assert.True(commits > 10, "It was dropped within its bound.");
        Assert.Throws<LagException>(() => slow.TryRead(out _));
    }

    [Fact]
    public void The_commit_to_be_read_next_does_not_count_as_lag()
    {
        using var watcher = Store.Watch(maxLag: 1024, Store.Latest.Position);
        Store.Execute(new Put { Key = "k", Value = new byte[5_000_000] });

        watcher.DropIfBehind(Store.Latest.Position.Volume);

        Assert.True(watcher.TryRead(out _));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dropped_watcher_keeps_no_position_alive(bool isCutOff)
    {
        var store = new KeyValueStore(historyVolume: 0);
        store.Execute(PutOf("a", "1"));
        var follower = isCutOff ? null : store.Follow();
        var (watcher, position) = WatchFromLatest(store);
        store.Execute(PutOf("a", "2"));
        store.Execute(PutOf("a", "3"));
        // The hub may have to get there first, and a commit has to come after that.
        while (isCutOff && store.OldestNumber < 3)
            await CommitAsync();
        watcher.DropIfBehind(store.Latest.Position.Volume);
        follower?.Dispose();

        while (position.IsAlive)
        {
            await CommitAsync();
            GC.Collect();
        }

        Assert.Throws<LagException>(() => watcher.TryRead(out _));
        watcher.Dispose();

        async Task CommitAsync()
        {
            Cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
            store.Execute(PutOf("a", "4"));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_disposed_watcher_refuses_to_read_and_lets_a_wait_go()
    {
        var watcher = Store.Watch(MaxLag);
        var resting = watcher.WaitAsync(Cancellation);
        watcher.Dispose();

        await resting;
        Assert.Throws<ObjectDisposedException>(() => watcher.TryRead(out _));
        Assert.Throws<ObjectDisposedException>(() => watcher.TryRest());
    }

    // Not a part of the test, whose locals would keep the position alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Watcher, WeakReference) WatchFromLatest(KeyValueStore store)
    {
        var position = store.Latest.Position;
        return (store.Watch(maxLag: 0, position), new WeakReference(position));
    }

    /// <summary>How many puts of a key a watcher sees that rests whenever it can, each with the number after the one before.</summary>
    private static async Task<int> CountAsync(KeyValueStore store, int key, int commits)
    {
        using var watcher = store.Watch(long.MaxValue);
        watcher.Add(key, KeyRange.Single($"{key}"));
        var (seen, number) = (0, 0L);
        while (seen < commits)
        {
            await watcher.WaitAsync(Cancellation);
            while (watcher.TryRead(out var commit))
            {
                Assert.True(commit.Number > number);
                number = commit.Number;
                if (commit.Changes is [Changes.PutChange put] && put.Entry.Key == $"{key}")
                    Assert.Equal(seen++, BitConverter.ToInt32(put.Entry.Value.Span));
            }
        }

        return seen;
    }

    private static async Task<List<long>> ReadAsync(Watcher watcher, long after, int count)
    {
        var numbers = new List<long>();
        while (numbers.Count < count)
        {
            if (!watcher.TryRead(out var commit))
                await watcher.WaitAsync(Cancellation);
            else if (commit.Number > after)
                numbers.Add(commit.Number);
        }

        return numbers;
    }

    private static async Task ReadUntilAsync(Watcher watcher, long number)
    {
        while (true)
        {
            await watcher.WaitAsync(Cancellation);
            while (watcher.TryRead(out var commit))
            {
                Assert.True(commit.Number <= number, "It read past a commit that it watches.");
                if (commit.Number == number)
                    return;
            }
        }
    }

    private static bool IsDropped(Watcher watcher)
    {
        try
        {
            watcher.TryRest();
            return false;
        }
        catch (LagException)
        {
            return true;
        }
    }
}
