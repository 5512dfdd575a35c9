using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Applications;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Tests.Applications;

public sealed class MasterCallsTests
{
    private readonly TestCluster _cluster = new(new IdleNode("n1", 1000, 8), new IdleNode("n2", 500, 8));

    [Fact]
    public void What_has_room_is_granted_in_the_answer_to_its_request()
    {
        var application = _cluster.SubmitAndRegister();
        var answer = _cluster.Allocate(application, TestCluster.Ask(2, id: 7));
        Assert.Equal(2, answer.AllocatedContainers.Count);
        Assert.All(answer.AllocatedContainers, container => Assert.Equal(7, container.AllocationRequestId));
        Assert.NotEmpty(answer.NmTokens);
        Assert.Equal(answer.NmTokens.Count, answer.NmTokens.Select(token => token.NodeId.Host).Distinct().Count());
        Assert.Empty(_cluster.Allocate(application).AllocatedContainers);
    }

    [Fact]
    public void A_containers_id_is_the_one_that_its_text_means()
    {
        // Masters look the ends of containers up by the message.
        var container = _cluster.Allocate(_cluster.SubmitAndRegister(), TestCluster.Ask(1)).AllocatedContainers[0];
        Assert.Equal(YarnIds.ParseContainer(YarnIds.Format(container.Id)), container.Id);
    }

    [Fact]
    public void Counts_are_absolute_and_zero_withdraws()
    {
        var application = _cluster.SubmitAndRegister();
        _cluster.Allocate(application, TestCluster.Ask(100));
        _cluster.Allocate(application, TestCluster.Ask(1));
        Assert.Equal(1, application.Current.Asks.Count);
        _cluster.Allocate(application, TestCluster.Ask(0));
        Assert.Equal(0, application.Current.Asks.Count);
    }

    [Fact]
    public void A_repeated_heartbeat_gets_the_same_answer_and_an_older_one_none()
    {
        var application = _cluster.SubmitAndRegister();
        var first = _cluster.Allocate(application, TestCluster.Ask(1));
        var again = _cluster.Masters.Allocate(application.Current.IdText, new AllocateRequestProto { ResponseId = 0 }, _cluster.Now);
        Assert.Same(first, again);
        _cluster.Allocate(application);
        var refusal = Assert.Throws<RpcRefusedException>(() =>
            _cluster.Masters.Allocate(application.Current.IdText, new AllocateRequestProto { ResponseId = 0 }, _cluster.Now));
        Assert.Equal(YarnErrors.InvalidApplicationMasterRequest, refusal.ClassName);
    }

    [Fact]
    public void Registering_comes_first_and_once()
    {
        var application = _cluster.Submit();
        var early = Assert.Throws<RpcRefusedException>(() => _cluster.Allocate(application));
        Assert.Equal(YarnErrors.ApplicationMasterNotRegistered, early.ClassName);
        _cluster.Register(application);
        Assert.Equal(YarnErrors.InvalidApplicationMasterRequest, Assert.Throws<RpcRefusedException>(() => _cluster.Register(application)).ClassName);
    }

    [Fact]
    public void A_strict_request_waits_for_its_node()
    {
        var application = _cluster.SubmitAndRegister();
        ResourceRequestProto[] strict =
        [
            TestCluster.Ask(1, 400, name: "n2"),
            TestCluster.Ask(1, 400, name: "/default-rack", relax: false),
            TestCluster.Ask(1, 400, relax: false),
        ];
        Assert.Equal("n2", Assert.Single(_cluster.Allocate(application, strict).AllocatedContainers).NodeId.Host);
        Assert.Empty(_cluster.Allocate(application, strict).AllocatedContainers);
        Assert.Equal(1, application.Current.Asks.Count);
    }

    [Fact]
    public void A_request_for_a_node_may_come_before_that_for_anywhere()
    {
        var application = _cluster.SubmitAndRegister();
        var answer = _cluster.Allocate(application, TestCluster.Ask(1, name: "n2"), TestCluster.Ask(1));
        Assert.Single(answer.AllocatedContainers);
    }

    [Fact]
    public void Nothing_comes_from_a_blacklisted_host()
    {
        var application = _cluster.SubmitAndRegister();
        var request = new AllocateRequestProto { BlacklistRequest = new ResourceBlacklistRequestProto { BlacklistAdditions = { "n1" } } };
        request.Ask.Add(TestCluster.Ask(2));
        var answer = _cluster.Masters.Allocate(application.Current.IdText, request, _cluster.Now);
        Assert.All(answer.AllocatedContainers, container => Assert.Equal("n2", container.NodeId.Host));
    }

    [Fact]
    public void A_refused_heartbeat_has_not_happened()
    {
        var application = _cluster.SubmitAndRegister();
        Assert.Throws<RpcRefusedException>(() => _cluster.Allocate(application, TestCluster.Ask(1), TestCluster.Ask(1, memory: 5000, id: 2)));
        Assert.Equal(0, application.Current.Asks.Count);
    }

    [Fact]
    public void A_label_that_no_node_has_is_refused()
    {
        var application = _cluster.SubmitAndRegister();
        var ask = TestCluster.Ask(1);
        ask.NodeLabelExpression = "gpu";
        Assert.Equal(YarnErrors.InvalidLabel, Assert.Throws<RpcRefusedException>(() => _cluster.Allocate(application, ask)).ClassName);
    }

    [Fact]
    public void A_container_given_back_before_its_start_ends_at_once()
    {
        var application = _cluster.SubmitAndRegister();
        var container = _cluster.Allocate(application, TestCluster.Ask(1)).AllocatedContainers[0];
        var answer = _cluster.Masters.Allocate(
            application.Current.IdText, new AllocateRequestProto { ResponseId = 1, Release = { container.Id } }, _cluster.Now);
        Assert.Equal(ContainerExitStatus.Aborted, Assert.Single(answer.CompletedContainerStatuses).ExitStatus);
    }

    [Fact]
    public void A_container_given_back_while_it_starts_is_stopped_on_its_node()
    {
        var application = _cluster.SubmitAndRegister();
        var container = _cluster.Container(_cluster.Allocate(application, TestCluster.Ask(1)).AllocatedContainers[0]);
        _cluster.Masters.Allocate(
            application.Current.IdText, new AllocateRequestProto { ResponseId = 1, Release = { container.Message.Id } }, _cluster.Now);
        _cluster.State.TakeEffects();
        _cluster.Life.OnTaken(container.Node.Node, container.Id);
        Assert.Equal(container.Id, Assert.IsType<ClusterEffect.StopContainer>(Assert.Single(_cluster.State.TakeEffects())).ContainerId);
    }

    [Fact]
    public void A_container_that_is_never_started_is_taken_back()
    {
        var application = _cluster.SubmitAndRegister();
        _cluster.Allocate(application, TestCluster.Ask(1));
        var free = _cluster.State.Free;
        _cluster.Life.OnTime(_cluster.Now.AddMinutes(9));
        Assert.Equal(free, _cluster.State.Free);
        application.Current.LastHeard = _cluster.Now = _cluster.Now.AddMinutes(11);
        _cluster.Life.OnTime(_cluster.Now);
        Assert.Equal(free + new ResourceAmounts(100, 1), _cluster.State.Free);
        Assert.Contains("unused", Assert.Single(_cluster.Allocate(application).CompletedContainerStatuses).Diagnostics);
    }

    [Fact]
    public void A_container_that_its_node_has_is_not_taken_back_however_long_its_files_take()
    {
        var application = _cluster.SubmitAndRegister();
        var container = _cluster.Container(_cluster.Allocate(application, TestCluster.Ask(1)).AllocatedContainers[0]);
        _cluster.Life.OnTaken(container.Node.Node, container.Id);
        application.Current.LastHeard = _cluster.Now = _cluster.Now.AddHours(1);
        _cluster.Life.OnTime(_cluster.Now);
        Assert.Empty(_cluster.Allocate(application).CompletedContainerStatuses);
    }

    [Fact]
    public void Queues_share_by_their_capacities()
    {
        var cluster = new TestCluster([new QueueDefinition("root.a", 0.75f), new QueueDefinition("root.b", 0.25f)], new IdleNode("n1", 10_000, 100));
        var a = cluster.SubmitAndRegister(context => context.Queue = "a");
        var b = cluster.SubmitAndRegister(context => context.Queue = "b");
        // Both ask while the cluster is full; what becomes free is shared.
        var hog = cluster.SubmitAndRegister(context => context.Queue = "a");
        var all = cluster.Allocate(hog, TestCluster.Ask(97)).AllocatedContainers;
        Assert.Equal(97, all.Count);
        cluster.Allocate(a, TestCluster.Ask(200));
        cluster.Allocate(b, TestCluster.Ask(200));
        foreach (var container in all)
            cluster.End(cluster.Container(container));
        Assert.InRange(cluster.Allocate(a).AllocatedContainers.Count, 70, 76);
        Assert.InRange(cluster.Allocate(b).AllocatedContainers.Count, 22, 26);
    }

    [Fact]
    public void A_heartbeat_that_could_be_given_thousands_is_given_them_in_parts()
    {
        var cluster = new TestCluster(new IdleNode("n1", 100_000, 10_000));
        var application = cluster.SubmitAndRegister();
        const int Rest = 3;
        var first = cluster.Allocate(application, TestCluster.Ask(CapacityScheduler.MostGrants + Rest));
        Assert.Equal(CapacityScheduler.MostGrants, first.AllocatedContainers.Count);
        Assert.Equal(Rest, cluster.Allocate(application).AllocatedContainers.Count);
    }

    [Fact]
    public void A_master_waits_for_no_heartbeat_of_those_who_are_given_much()
    {
        var cluster = new TestCluster(new IdleNode("n1", 1_000_000, 10_000));
        var hog = cluster.SubmitAndRegister();
        cluster.Allocate(hog, TestCluster.Ask((2 * CapacityScheduler.MostGrants) + 1));
        var other = cluster.Submit();
        Assert.Null(other.Current.Master);
        cluster.Life.OnTime(cluster.Now);
        Assert.NotNull(other.Current.Master);
    }

    [Fact]
    public void Masters_leave_room_for_what_they_ask_for()
    {
        var cluster = new TestCluster(new IdleNode("n1", 1000, 100));
        var applications = Enumerable.Range(0, 9).Select(_ => cluster.Submit()).ToList();
        Assert.Equal(5, applications.Count(application => application.Current.Master is not null));
        cluster.Life.Kill(applications[0], "", cluster.Now);
        cluster.End(applications[0].Current.Master!);
        Assert.Equal(6, applications.Count(application => application.Current.Master is not null));
    }
}
