using Skein.KeyValue.Operations;

namespace Skein.KeyValue.Tests;

public sealed class OperationTests : StoreFixture
{
    private static readonly Owner Worker = new("worker", 0);

    [Fact]
    public void A_put_sets_value_and_owner_and_tells_what_was_there()
    {
        Assert.Null(Assert.IsType<PutResult>(Put("a", "1", Worker)).Previous);
        var second = Assert.IsType<PutResult>(Put("a", "2"));

        Assert.Equal("a=1@worker_0", Draw([second.Previous!]));
        Assert.Equal("a=2", Contents());
        Assert.Equal("+a=1@worker_0 +a=2", Events());
    }

    [Fact]
    public void A_put_may_keep_the_value_or_the_owner()
    {
        Put("a", "1", Worker);
        Store.Execute(new Put { Key = "a", Value = "2"u8.ToArray(), KeepOwner = true });
        Assert.Equal("a=2@worker_0", Contents());

        Store.Execute(new Put { Key = "a", Owner = new Owner("other", 1), KeepValue = true });
        Assert.Equal("a=2@other_1", Contents());

        Store.Execute(new Put { Key = "a", KeepValue = true });
        Assert.Equal("a=2", Contents());
        Assert.Equal("+a=1@worker_0 +a=2@worker_0 +a=2@other_1 +a=2", Events());
    }

    [Fact]
    public void A_new_key_whose_owner_is_kept_has_none()
    {
        Store.Execute(new Put { Key = "a", Value = "1"u8.ToArray(), Owner = Worker, KeepOwner = true });

        Assert.Equal("a=1", Contents());
    }

    [Fact]
    public void Reasons_to_refuse_are_looked_for_in_order()
    {
        Put("set", "1");
        Events();

        Assert.Equal(RefusalReason.ChangesNothing, Refuse(new Put { Key = "unset", KeepValue = true, KeepOwner = true, Owner = Worker }));
        Assert.Equal(RefusalReason.KeyNotSet, Refuse(new Put { Key = "unset", KeepValue = true, Owner = Worker }));
        Assert.Equal(RefusalReason.UnknownService, Refuse(PutOf("set", "2", Worker)));
        Assert.Equal(RefusalReason.NoSuchInstance, Refuse(PutOf("set", "2", Worker), OwnerState.NoSuchInstance));
        Assert.Equal(RefusalReason.OwnerCompleted, Refuse(PutOf("set", "2", Worker), OwnerState.Completed));
        Assert.Equal("", Events());
        Assert.Equal("set=1", Contents());
    }

    [Fact]
    public void An_owner_that_is_ignored_is_not_asked_about()
    {
        var put = new Put { Key = "a", Value = "1"u8.ToArray(), Owner = Worker, KeepOwner = true };

        Assert.IsType<PutResult>(Store.Execute(put, static _ => OwnerState.UnknownService));
    }

    [Fact]
    public void A_range_is_read_in_order_or_counted()
    {
        foreach (var key in (string[])["b", "a\0", "c", "a", ""])
            Put(key, "1");

        var items = (RangeResult)Store.Execute(new GetRange(new KeyRange("a", "c")));
        var count = (RangeResult)Store.Execute(new GetRange(new KeyRange("a", "c"), countOnly: true));

        Assert.Equal(["a", "a\0", "b"], items.Entries.Select(static entry => entry.Key));
        Assert.Equal(3, items.Count);
        Assert.Equal(3, count.Count);
        Assert.Empty(count.Entries);
        Assert.Equal(0, Store.Latest.Entries.CountOf(new KeyRange("c", "a")));
        Assert.Equal(0, Store.Latest.Entries.CountOf(new KeyRange("a", "a")));
        Assert.Equal(5, Store.Latest.Entries.CountOf(KeyRange.All));
    }

    [Fact]
    public void Deleting_a_range_is_one_change_with_all_its_keys()
    {
        foreach (var key in (string[])["a", "b", "c", "d"])
            Put(key, "1", Worker);
        Events();

        var removed = Delete("b", "d");

        Assert.Equal("b=1@worker_0 c=1@worker_0", Draw(removed.Entries));
        Assert.Equal("-b,c", Events());
        Assert.Equal("a=1@worker_0 d=1@worker_0", Contents());
    }

    [Fact]
    public void Deleting_nothing_makes_no_revision()
    {
        Put("a", "1");
        var before = Store.Latest;

        Assert.Equal(0, Delete("b", "").Count);
        Assert.Same(before, Store.Latest);
    }

    [Fact]
    public void The_keys_of_an_owner_go_in_one_revision_and_one_event_each()
    {
        Put("c", "1", Worker);
        Put("a", "1", Worker);
        Put("b", "1", new Owner("worker", 1));
        Put("d", "1", new Owner("work", 0));
        Put("\0", "1", Worker);
        Put("", "1");
        Events();
        var before = Store.Latest;

        Assert.Equal(3, Store.DeleteOwnedBy("worker", 0));

        Assert.Equal(before.Number + 1, Store.Latest.Number);
        Assert.Equal("-\0 -a -c", Events());
        Assert.Equal("=1 b=1@worker_1 d=1@work_0", Contents());
    }

    [Fact]
    public void The_last_number_of_a_service_does_not_take_the_next_services_keys_with_it()
    {
        Put("a", "1", new Owner("s", int.MaxValue));
        Put("b", "1", new Owner("s\0", int.MinValue));

        Assert.Equal(1, Store.DeleteOwnedBy("s", int.MaxValue));
        Assert.Equal("b", Assert.Single(Store.Latest.Entries.List(KeyRange.All)).Key);
    }

    [Fact]
    public void Keys_that_were_given_away_cleared_or_deleted_outlive_the_old_owner()
    {
        foreach (var key in (string[])["given", "cleared", "deleted"])
            Put(key, "1", Worker);
        Put("given", "2", new Owner("worker", 1));
        Put("cleared", "2");
        Delete("deleted", "deleted\0");
        Put("deleted", "2");

        Assert.Equal(0, Store.DeleteOwnedBy("worker", 0));
        Assert.Equal("cleared=2 deleted=2 given=2@worker_1", Contents());
    }

    private RefusalReason Refuse(Put put, OwnerState state = OwnerState.UnknownService)
    {
        var refusal = Assert.IsType<Refusal>(Store.Execute(put, _ => state));
        Assert.Same(put, refusal.Put);
        return refusal.Reason;
    }
}
