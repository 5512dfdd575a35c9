using System.Collections.Concurrent;
using Skein.KeyValue.Operations;
using Skein.KeyValue.Tests.Concurrency;
using Skein.KeyValue.Transactions;

namespace Skein.KeyValue.Tests;

/// <summary>A container ends between the moment its state is asked for and the moment its key is committed.</summary>
public sealed class OwnerRaceTests : StoreFixture
{
    private static readonly Owner Worker = new("worker", 0);
    private readonly ConcurrentDictionary<Owner, bool> _ended = new();

    [Fact]
    public void A_put_that_saw_its_owner_alive_is_refused_when_the_owner_ended_before_the_commit()
    {
        var result = Store.Execute(PutOf("a", "1", Worker), EndWhenAsked);

        Assert.Equal(RefusalReason.OwnerCompleted, Assert.IsType<Refusal>(result).Reason);
        Assert.Equal("", Contents());
    }

    [Fact]
    public void So_is_a_transaction_and_none_of_it_is_done()
    {
        var result = Store.Execute(new Transaction([], [PutOf("a", "1"), PutOf("b", "1", Worker)], []), EndWhenAsked);

        Assert.Equal(RefusalReason.OwnerCompleted, result.Refusal!.Reason);
        Assert.Equal("", Contents());
    }

    [Fact]
    public async Task No_key_of_an_ended_container_is_left_behind_under_load()
    {
        const int Containers = 300;
        using var round = new Barrier(3);
        await DedicatedThreads.RunAsync(3, thread =>
        {
            for (var container = 0; container < Containers; container++)
            {
                var owner = new Owner("worker", container);
                round.SignalAndWait(TestContext.Current.CancellationToken);
                if (thread == 0)
                {
                    Thread.SpinWait(container * 10);
                    End(owner);
                    continue;
                }

                for (var key = 0; key < 5; key++)
                    Store.Execute(PutOf($"{thread}-{container}-{key}", "1", owner), StateOf);
            }
        });

        Assert.Equal("", Contents());
        Assert.Equal(0, Store.Latest.ByOwner.Count);
    }

    private OwnerState EndWhenAsked(Owner owner)
    {
        var state = StateOf(owner);
        if (state == OwnerState.Alive)
            End(owner);
        return state;
    }

    private OwnerState StateOf(Owner owner) => _ended.ContainsKey(owner) ? OwnerState.Completed : OwnerState.Alive;

    private void End(Owner owner)
    {
        _ended[owner] = true;
        Store.DeleteOwnedBy(owner.Service, owner.Instance);
    }
}
