using System.Globalization;
using System.Text;
using Skein.KeyValue.Changes;
using Skein.KeyValue.Operations;
using Skein.KeyValue.Transactions;

namespace Skein.KeyValue.Tests.Concurrency;

public sealed class StressTests
{
    private const int Writers = 4;
    private const int CommitsPerWriter = 2000;

    private KeyValueStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_increment_by_compare_and_put_is_lost()
    {
        _store.Execute(PutOf("counter", 0));

        await WriteAsync(static (store, _, _) => Increment(store));

        Assert.Equal(Writers * CommitsPerWriter, NumberOf(_store.Latest.Entries.Find("counter")!));
    }

    [Theory]
    [InlineData(History.MaxSegmentVolume)]
    [InlineData(1)] // Whoever commits packs.
    [InlineData(1000)]
    public async Task Followers_that_start_at_any_moment_see_every_later_commit_once_and_in_order(long segmentVolume)
    {
        _store = new KeyValueStore(long.MaxValue, segmentVolume);
        var writing = WriteAsync(static (store, writer, commit) => PutOrDelete(store, writer, commit));
        var following = new List<Task<string>>();
        while (!writing.IsCompleted && following.Count < 500)
        {
            following.Add(FollowToTheEndAsync(_store.Latest, writing));
            await Task.Yield();
        }

        following.Add(FollowToTheEndAsync(_store.Latest, writing));
        await writing;

        var contents = Draw(_store.Latest.Entries.List(KeyRange.All));
        Assert.All(await Task.WhenAll(following), replayed => Assert.Equal(contents, replayed));
        StoreChecker.Check(_store.Latest);
    }

    [Fact]
    public async Task Readers_see_both_keys_of_a_transaction_or_neither()
    {
        var writing = WriteAsync(static (store, writer, commit) =>
            store.Execute(new Transaction([], [PutOf("left", commit), PutOf($"middle-{writer}", commit), PutOf("right", commit)], [])));
        var reads = 0;
        while (!writing.IsCompleted || reads == 0)
        {
            var entries = _store.Latest.Entries;
            Assert.Equal(entries.Find("left") is { } left ? NumberOf(left) : -1, entries.Find("right") is { } right ? NumberOf(right) : -1);
            reads++;
        }

        await writing;
    }

    [Fact]
    public async Task Long_transactions_end_beside_short_writes_and_are_done_once()
    {
        const int Puts = 5000;
        const int Rounds = 4;
        using var follower = _store.Follow();
        var running = 2;

        await DedicatedThreads.RunAsync(4, thread =>
        {
            if (thread >= 2)
            {
                for (var i = 0; Volatile.Read(ref running) > 0; i++)
                    _store.Execute(PutOf($"short-{thread}", i));
                return;
            }

            for (var round = 0; round < Rounds; round++)
            {
                var puts = Enumerable.Range(0, Puts).Select(i => PutOf($"long-{thread}-{i}", round)).ToArray();
                Assert.Equal(Puts, _store.Execute(new Transaction([], puts, []), owners: null, out var revision).Results.Length);
                Assert.InRange(revision, 1, _store.Latest.Number);
            }

            Interlocked.Decrement(ref running);
        });

        var transactions = new List<int>();
        while (follower.TryRead(out var commit))
        {
            if (commit.Changes.Count == Puts)
                transactions.Add(NumberOf(((PutChange)commit.Changes[0]).Entry));
        }

        Assert.Equal(Enumerable.Range(0, Rounds).SelectMany(static round => new[] { round, round }), transactions.Order());
        StoreChecker.Check(_store.Latest);
    }

    [Fact]
    public async Task Followers_of_a_short_history_see_every_commit_that_comes_once_they_are_there()
    {
        _store = new KeyValueStore(historyVolume: 20_000, segmentVolume: 500);
        var writing = WriteAsync(static (store, writer, commit) => PutOrDelete(store, writer, commit));
        var following = new List<Task>();
        while (!writing.IsCompleted && following.Count < 200)
        {
            following.Add(CountToTheEndAsync(writing));
            await Task.Yield();
        }

        await writing;
        await Task.WhenAll(following);
        Assert.NotEmpty(following);
    }

    private async Task CountToTheEndAsync(Task writing)
    {
        using var follower = _store.Follow();
        await Task.Yield();
        for (long? number = null; !writing.IsCompleted || number < _store.Latest.Number;)
        {
            while (follower.TryRead(out var commit))
            {
                Assert.Equal(number + 1 ?? commit.Number, commit.Number);
                number = commit.Number;
            }

            await Task.WhenAny(writing, follower.WaitAsync(Cancellation));
        }
    }

    /// <summary>What the store looked like at the end, put together from a revision and the commits after it.</summary>
    private async Task<string> FollowToTheEndAsync(Revision from, Task writing)
    {
        using var follower = _store.Follow(from.Position);
        var replica = new SortedDictionary<string, KeyValueEntry>(StringComparer.Ordinal);
        foreach (var entry in from.Entries.List(KeyRange.All))
            replica[entry.Key] = entry;
        var number = from.Number;
        await Task.Yield();
        while (!writing.IsCompleted || number < _store.Latest.Number)
        {
            while (follower.TryRead(out var commit))
            {
                Assert.Equal(++number, commit.Number);
                foreach (var change in commit.Changes)
                    Replay(change, replica);
            }

            await Task.WhenAny(writing, follower.WaitAsync(Cancellation));
        }

        return Draw(replica.Values);
    }

    private static void Replay(Change change, SortedDictionary<string, KeyValueEntry> replica)
    {
        if (change is PutChange put)
            replica[put.Entry.Key] = put.Entry;
        if (change is DeleteChange delete)
        {
            foreach (var entry in delete.Entries)
                Assert.True(replica.Remove(entry.Key));
        }
    }

    private Task WriteAsync(Action<KeyValueStore, int, int> commit) => DedicatedThreads.RunAsync(Writers, writer =>
    {
        for (var i = 0; i < CommitsPerWriter; i++)
            commit(_store, writer, i);
    });

    private static void PutOrDelete(KeyValueStore store, int writer, int commit)
    {
        var key = $"{(writer * 31 + commit * 7) % 97:d2}";
        if (commit % 5 == 0)
            store.Execute(new DeleteRange(new KeyRange(key, $"{key}~")));
        else
            store.Execute(PutOf(key, commit));
    }

    private static void Increment(KeyValueStore store)
    {
        while (true)
        {
            var seen = store.Latest.Entries.Find("counter")!;
            var unchanged = new ValueCondition("counter", ConditionOperator.Equal, seen.Value);
            if (store.Execute(new Transaction([unchanged], [PutOf("counter", NumberOf(seen) + 1)], [])).Succeeded)
                return;
        }
    }

    private static Put PutOf(string key, int number) =>
        new() { Key = key, Value = Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)) };

    private static int NumberOf(KeyValueEntry entry) => int.Parse(Encoding.ASCII.GetString(entry.Value.Span), CultureInfo.InvariantCulture);

    private static string Draw(IEnumerable<KeyValueEntry> entries) =>
        string.Join(' ', entries.Select(static entry => $"{entry.Key}={NumberOf(entry)}"));
}
