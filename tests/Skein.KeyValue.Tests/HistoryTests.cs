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
    public void What_was_committed_is_read_from_any_number_on()
    {
        Put("a", "1");
        Put("b", "1");
        Delete("", "");

        Assert.Equal("1 +a=1; 2 +b=1; 3 -a,b", History(1, Store.Latest));
        Assert.Equal("3 -a,b", History(3, Store.Latest));
        Assert.Equal("", History(4, Store.Latest));
    }

    [Fact]
    public void History_ends_with_the_revision_it_is_asked_for()
    {
        Put("a", "1");
        var before = Store.Latest;
        Put("b", "1");

        Assert.Equal("1 +a=1", History(1, before));
    }

    [Fact]
    public void Old_commits_are_forgotten_when_the_bound_is_passed_and_not_long_before()
    {
        var store = new KeyValueStore(historyVolume: 1_000_000);
        for (var i = 0; i < 100; i++)
            store.Execute(new Put { Key = "k", Value = new byte[50_000] });

        // 20 of these are a million bytes; the keeping of the books takes some more, and an eighth is the tolerance.
        Assert.InRange(store.Latest.Number - store.OldestCommit, 15, 23);
        Assert.False(store.TryReadHistory(store.OldestCommit - 1, store.Latest, out var commits));
        Assert.Empty(commits);
        Assert.True(store.TryReadHistory(store.OldestCommit, store.Latest, out commits));
        Assert.Equal(store.OldestCommit, commits[0].Number);
        Assert.Equal(100, commits[^1].Number);
    }

    [Fact]
    public void Commits_without_changes_are_not_kept_for_ever_either()
    {
        var store = new KeyValueStore(historyVolume: 10_000);
        for (var i = 0; i < 1000; i++)
            store.DeleteOwnedBy("worker", i);

        Assert.InRange(store.OldestCommit, 900, 1000);
    }

    private string History(long first, Revision last)
    {
        Assert.True(Store.TryReadHistory(first, last, out var commits));
        return string.Join("; ", commits.Select(static commit => $"{commit.Number} {string.Join(' ', commit.Changes.Select(Draw))}"));
    }

    private long RevisionOf(Operation operation)
    {
        Store.Execute(operation, owners: null, out var revision);
        return revision;
    }
}
