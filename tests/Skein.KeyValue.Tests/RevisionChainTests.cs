using Skein.KeyValue.Operations;

namespace Skein.KeyValue.Tests;

public sealed class RevisionChainTests : StoreFixture
{
    [Fact]
    public void The_worked_example_is_drawn_as_the_comment_has_it()
    {
        using var follower = Store.Follow(First);
        Put("a", "x");
        Put("b", "y");
        Delete("a", "a\0");
        Assert.True(follower.TryRead(out _));

        var chain = new List<string>();
        for (var position = First; position is not null; position = position.Next)
            chain.Add($"{position.Number} {string.Join(' ', position.Changes.Select(Draw))}");

        Assert.Equal(["0 ", "1 +a=x", "2 +b=y", "3 -a"], chain);
        Assert.Equal("b=y", Contents());
        Assert.Equal(3, Store.Latest.Number);
        Assert.True(follower.TryRead(out var next));
        Assert.Equal(2, next.Number);
    }

    [Fact]
    public void An_old_revision_stays_as_it_was()
    {
        Put("a", "1");
        var old = Store.Latest;
        Put("a", "2");
        Put("b", "2");
        Delete("a", "a\0");

        Assert.Equal("a=1", Draw(old.Entries.List(KeyRange.All)));
        Assert.Equal("b=2", Contents());
    }

    [Fact]
    public void A_commit_builds_on_that_of_a_committer_that_was_stopped_before_it_moved_the_tail()
    {
        var stopped = new Draft(Store.Latest, owners: null);
        stopped.Apply(PutOf("a", "1"));
        Assert.True(First.TryAppend(stopped.ToRevision()));

        Put("b", "1");

        Assert.Equal("a=1 b=1", Contents());
        Assert.Equal(2, Store.Latest.Number);
    }

    [Fact]
    public void A_read_sees_the_commit_of_a_committer_that_was_stopped_before_it_moved_the_tail()
    {
        var stopped = new Draft(Store.Latest, owners: null);
        stopped.Apply(PutOf("a", "1"));
        Assert.True(First.TryAppend(stopped.ToRevision()));

        Assert.Equal("a=1", Contents());
    }

    [Fact]
    public void A_commit_that_comes_second_starts_over()
    {
        var asked = 0;
        var result = Store.Execute(PutOf("a", "second", new Owner("worker", 0)), _ =>
        {
            if (asked++ == 0)
                Put("a", "first");
            return OwnerState.Alive;
        });

        Assert.Equal(2, asked);
        Assert.Equal("a=first", Draw([((PutResult)result).Previous!]));
        Assert.Equal("+a=first +a=second@worker_0", Events());
    }
}
