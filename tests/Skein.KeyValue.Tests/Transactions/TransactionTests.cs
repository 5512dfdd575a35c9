using Skein.KeyValue.Operations;
using Skein.KeyValue.Transactions;

namespace Skein.KeyValue.Tests.Transactions;

public sealed class TransactionTests : StoreFixture
{
    private static readonly Condition IsSet = new ValueCondition("k", ConditionOperator.NotEqual, null);

    [Fact]
    public void One_branch_is_done_as_the_conditions_say()
    {
        var transaction = new Transaction([IsSet], [PutOf("k", "set again")], [PutOf("k", "set"), PutOf("l", "set")]);

        var first = Store.Execute(transaction);
        var second = Store.Execute(transaction);

        Assert.False(first.Succeeded);
        Assert.Equal(2, first.Results.Length);
        Assert.True(second.Succeeded);
        Assert.Single(second.Results);
        Assert.Equal("+k=set +l=set +k=set again", Events());
        Assert.Equal(2, Store.Latest.Number);
    }

    [Fact]
    public void No_condition_is_success_and_an_empty_branch_does_nothing()
    {
        var result = Store.Execute(new Transaction([], [], [PutOf("k", "1")]));

        Assert.True(result.Succeeded);
        Assert.Empty(result.Results);
        Assert.Equal(0, Store.Latest.Number);
    }

    [Fact]
    public void Conditions_are_looked_at_until_one_fails()
    {
        var counting = new CountingCondition();

        var result = Store.Execute(new Transaction([IsSet, counting], [], []));

        Assert.False(result.Succeeded);
        Assert.Equal(0, counting.Asked);
    }

    [Fact]
    public void Operations_see_what_the_ones_before_them_did()
    {
        var result = Do(
            PutOf("a", "1"), new GetRange(KeyRange.All), PutOf("a", "2"), new DeleteRange(KeyRange.All), new GetRange(KeyRange.All));

        Assert.Equal("a=1", Draw(((RangeResult)result.Results[1]).Entries));
        Assert.Equal("a=1", Draw([((PutResult)result.Results[2]).Previous!]));
        Assert.Equal("a=2", Draw(((RangeResult)result.Results[3]).Entries));
        Assert.Equal(0, ((RangeResult)result.Results[4]).Count);
        Assert.Equal("+a=1 +a=2 -a", Events());
    }

    [Fact]
    public void A_refused_put_undoes_the_whole_branch()
    {
        Put("old", "1");
        Events();

        var result = Do(PutOf("new", "1"), new DeleteRange(KeyRange.Single("old")), new Put { Key = "none", KeepValue = true });

        Assert.Equal(RefusalReason.KeyNotSet, result.Refusal!.Reason);
        Assert.Empty(result.Results);
        Assert.Equal("", Events());
        Assert.Equal("old=1", Contents());
    }

    [Fact]
    public void Keeping_the_value_of_a_key_deleted_in_the_same_branch_is_refused_and_nothing_is_half_applied()
    {
        Put("a", "1");
        Events();

        var result = Do(new DeleteRange(KeyRange.Single("a")), new Put { Key = "a", KeepValue = true });

        Assert.Equal(RefusalReason.KeyNotSet, result.Refusal!.Reason);
        Assert.Equal("", Events());
        Assert.Equal("a=1", Contents());
    }

    [Fact]
    public void An_owner_can_be_given_to_a_key_put_in_the_same_branch()
    {
        var result = Do(PutOf("a", "1"), new Put { Key = "a", KeepValue = true, Owner = new Owner("worker", 0) });

        Assert.Null(result.Refusal);
        Assert.Equal("a=1@worker_0", Contents());
    }

    [Fact]
    public void The_first_refusal_in_the_order_of_operations_is_the_one_told()
    {
        var owned = PutOf("b", "1", new Owner("worker", 0));
        var transaction = new Transaction([], [new Put { Key = "a", KeepValue = true }, owned], []);

        Assert.Equal(RefusalReason.KeyNotSet, Store.Execute(transaction, static _ => OwnerState.Completed).Refusal!.Reason);
    }

    [Fact]
    public void Owners_in_the_branch_not_taken_are_not_asked_about()
    {
        var transaction = new Transaction([IsSet], [PutOf("k", "1", new Owner("worker", 0))], []);

        Assert.Null(Store.Execute(transaction, static _ => throw new InvalidOperationException("Nobody is to be asked.")).Refusal);
    }

    private sealed class CountingCondition() : Condition("k", ConditionOperator.Equal)
    {
        public int Asked { get; private set; }

        public override bool Holds(KeyValueEntry? entry)
        {
            Asked++;
            return true;
        }
    }
}
