using Skein.KeyValue.Operations;
using Skein.KeyValue.Transactions;

namespace Skein.KeyValue.Tests;

public sealed class HistoryTests : StoreFixture
{
    [Fact]
    public void A_change_has_the_number_of_its_revision_and_a_read_that_of_the_one_it_read()
    {
        Assert.Equal(1, RevisionOf(PutOf("a", "1")));
        Assert.Equal(2, RevisionOf(PutOf("b", "1")));
        Assert.Equal(2, RevisionOf(new GetRange(KeyRange.All)));
        Assert.Equal(3, RevisionOf(new DeleteRange(KeyRange.Single("a"))));
        Assert.Equal(3, RevisionOf(new DeleteRange(KeyRange.Single("a"))));
        Assert.Equal(3, RevisionOf(new Put { Key = "a", KeepValue = true }));
        Store.Execute(new Transaction([], [PutOf("c", "1"), PutOf("d", "1")], []), owners: null, out var revision);
        Assert.Equal(4, revision);
    }

    [Fact]
    public void A_position_is_found_by_its_number_to_follow_from_there()
    {
        Put("a", "1");
        Put("b", "1");
        Delete("", "");

        Assert.True(Store.TryFind(1, out var position));
        using var follower = Store.Follow(position);
        Assert.Equal(2, Number(follower));
        Assert.Equal(3, Number(follower));
        Assert.True(Store.TryFind(0, out position));
        Assert.Same(First, position);
        Assert.True(Store.TryFind(3, out position));
        Assert.Same(Store.Latest.Position, position);
    }

    [Fact]
    public void A_position_that_is_yet_to_come_is_not_found()
    {
        Put("a", "1");

        Assert.False(Store.TryFind(2, out _));
    }

    [Fact]
    public void Old_positions_are_forgotten_when_the_bound_is_passed_and_not_long_before()
    {
        var store = new KeyValueStore(historyVolume: 1_000_000);
        for (var i = 0; i < 100; i++)
            store.Execute(new Put { Key = "k", Value = new byte[50_000] });

        // 20 of these are a million bytes; the keeping of the books takes some more.
        Assert.InRange(store.Latest.Number - store.OldestNumber, 18, 20);
        Assert.False(store.TryFind(store.OldestNumber - 1, out _));
        Assert.True(store.TryFind(store.OldestNumber, out var oldest));
        Assert.Equal(store.OldestNumber, oldest.Number);
    }

    [Fact]
    public void A_reader_at_a_position_that_is_forgotten_is_told_and_keeps_nothing_after_it()
    {
        var store = new KeyValueStore(historyVolume: 10_000);
        var old = store.Latest.Position;
        for (var i = 0; i < 100; i++)
            store.Execute(PutOf("a", "1"));

        Assert.True(old.IsCutOff);
        Assert.Null(old.Next);
        using var follower = store.Follow(old);
        Assert.Throws<LagException>(() => follower.TryRead(out _));
        using var watcher = store.Watch(long.MaxValue, old);
        Assert.Throws<LagException>(() => watcher.TryRead(out _));
        Assert.False(watcher.TryRest());
    }

    [Fact]
    public void What_a_follower_has_not_read_is_not_forgotten()
    {
        var store = new KeyValueStore(historyVolume: 10_000);
        using var follower = store.Follow();
        for (var i = 1; i <= 100; i++)
            store.Execute(PutOf("a", "1"));
        for (var i = 1; i <= 100; i++)
            Assert.Equal(i, Number(follower));

        for (var i = 0; i < 100; i++)
            store.Execute(PutOf("a", "1"));
        Assert.Equal(100, store.OldestNumber);

        follower.Dispose();
        store.Execute(new Put { Key = "a", Value = new byte[10_000] });
        Assert.True(store.OldestNumber > 190);
    }

    [Fact]
    public void Positions_without_changes_are_not_kept_for_ever_either()
    {
        var store = new KeyValueStore(historyVolume: 10_000);
        for (var i = 0; i < 1000; i++)
            store.DeleteOwnedBy("worker", i);

        Assert.InRange(store.OldestNumber, 800, 1000);
    }

    private static long Number(Follower follower)
    {
        Assert.True(follower.TryRead(out var commit));
        return commit.Number;
    }

    private long RevisionOf(Operation operation)
    {
        Store.Execute(operation, owners: null, out var revision);
        return revision;
    }
}
