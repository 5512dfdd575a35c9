using Skein.LocalCluster.Applications;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Tests.Applications;

public sealed class PreemptionTests
{
    private readonly TestCluster _cluster = new(
        [new QueueDefinition("root.a", 0.5f), new QueueDefinition("root.b", 0.5f)], new IdleNode("n1", 1000, 100), new IdleNode("n2", 1000, 100));

    [Fact]
    public void The_newest_container_of_a_greedy_queue_makes_room_and_no_more_than_needed()
    {
        var greedy = Greedy(18);
        var entitled = _cluster.SubmitAndRegister(context => context.Queue = "b");
        Assert.Empty(_cluster.Allocate(entitled, TestCluster.Ask(1)).AllocatedContainers);

        var victim = Assert.Single(Preemption.Choose(_cluster.State));
        Assert.Same(greedy, victim.Attempt.Application);
        _cluster.Life.Preempt([victim], _cluster.Now);
        Assert.Equal(ContainerExitStatus.Preempted, Assert.Single(_cluster.Allocate(greedy).CompletedContainerStatuses).ExitStatus);
        Assert.Single(_cluster.Allocate(entitled).AllocatedContainers);
        Assert.Empty(Preemption.Choose(_cluster.State));
    }

    [Fact]
    public void Nothing_is_chosen_while_an_earlier_choice_has_not_ended()
    {
        var greedy = Greedy(18);
        var entitled = _cluster.SubmitAndRegister(context => context.Queue = "b");
        _cluster.Allocate(entitled, TestCluster.Ask(3));
        var victim = Preemption.Choose(_cluster.State)[0];
        victim.IsLaunched = true;
        _cluster.Life.Preempt([victim], _cluster.Now);
        Assert.Contains(victim, greedy.Current.Live.Values);
        Assert.Empty(Preemption.Choose(_cluster.State));
    }

    [Fact]
    public void A_queue_gets_no_more_than_its_share_and_leaves_others_theirs()
    {
        Greedy(9);
        var other = _cluster.SubmitAndRegister(context => context.Queue = "b");
        _cluster.Allocate(other, TestCluster.Ask(20));
        Assert.Empty(Preemption.Choose(_cluster.State));
    }

    private Application Greedy(int containers)
    {
        var greedy = _cluster.SubmitAndRegister(context => context.Queue = "a");
        Assert.Equal(containers, _cluster.Allocate(greedy, TestCluster.Ask(containers)).AllocatedContainers.Count);
        return greedy;
    }
}
