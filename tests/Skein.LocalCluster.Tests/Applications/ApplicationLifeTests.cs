using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Applications;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Tests.Applications;

public sealed class ApplicationLifeTests
{
    private readonly TestCluster _cluster = new(new IdleNode("n1", 1000, 8));

    [Fact]
    public void A_submission_starts_its_master_with_the_proofs_it_needs()
    {
        var application = _cluster.Submit();
        var start = Assert.Single(_cluster.State.TakeEffects().OfType<ClusterEffect.StartContainer>());
        var credentials = Credentials.Read(start.Launch.Context.Tokens.Span);
        Assert.NotNull(credentials.Find(TokenKinds.ApplicationMaster));
        Assert.NotNull(credentials.Find(TokenKinds.ResourceManagerDelegation));
        Assert.Contains(start.Launch.Context.Environment, pair => pair is { Key: "APPLICATION_WEB_PROXY_BASE" } && pair.Value == $"/proxy/{application.IdText}");
        Assert.Equal(YarnApplicationStateProto.Accepted, application.State);
    }

    [Fact]
    public void An_unknown_queue_fails_the_application_and_not_the_call()
    {
        var application = _cluster.Submit(context => context.Queue = "none");
        Assert.Equal(YarnApplicationStateProto.Failed, application.State);
        Assert.Contains("to unknown queue: none", application.Diagnostics);
        Assert.DoesNotContain(_cluster.State.TakeEffects(), effect => effect is ClusterEffect.StartContainer);
    }

    [Fact]
    public void A_master_that_is_larger_than_every_node_is_refused()
    {
        var refusal = Assert.Throws<RpcRefusedException>(() => _cluster.Submit(context => context.Resource.Memory = 1001));
        Assert.Equal(YarnErrors.InvalidResourceRequest, refusal.ClassName);
        Assert.Contains("Requested resource=<memory:1001, vCores:1>, maximum allowed allocation=<memory:1000, vCores:8>", refusal.Message);
    }

    [Fact]
    public void Submitting_an_id_twice_changes_nothing()
    {
        var application = _cluster.Submit();
        _cluster.State.TakeEffects();
        _cluster.Life.Submit(application.Context, "alice", _cluster.Now);
        Assert.Empty(_cluster.State.TakeEffects());
        Assert.Single(application.Attempts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("al/ice")]
    public void A_name_that_leads_out_of_the_users_directories_is_refused(string user)
    {
        var application = _cluster.Submit();
        var context = application.Context.Clone();
        context.ApplicationId = _cluster.Life.NextId();
        Assert.Contains($"'{user}'", Assert.Throws<RpcRefusedException>(() => _cluster.Life.Submit(context, user, _cluster.Now)).Message);
        Assert.Equal(application, Assert.Single(_cluster.State.Applications).Value);
    }

    [Fact]
    public void A_cluster_that_is_being_stopped_takes_no_application()
    {
        var running = _cluster.Submit();
        _cluster.Life.EndAll("stopped", _cluster.Now);
        Assert.Equal((YarnApplicationStateProto.Killed, "stopped"), (running.State, running.Diagnostics));
        Assert.Contains("is being stopped", Assert.Throws<RpcRefusedException>(() => _cluster.Submit()).Message);
        Assert.Equal(running, Assert.Single(_cluster.State.Applications).Value);
    }

    [Fact]
    public void An_application_is_over_when_its_master_has_finished_and_ended()
    {
        var application = _cluster.SubmitAndRegister();
        Finish(application);
        Assert.Equal(YarnApplicationStateProto.Finished, application.State);
        Assert.Equal(FinalApplicationStatusProto.AppSucceeded, application.FinalStatus);
        Assert.DoesNotContain(_cluster.State.TakeEffects(), effect => effect is ClusterEffect.EndOnNode);
        _cluster.End(application.Current.Master!);
        Assert.Equal(YarnApplicationAttemptStateProto.AppAttemptFinished, application.Current.State);
        Assert.Contains(_cluster.State.TakeEffects(), effect => effect is ClusterEffect.EndOnNode);
        Assert.Equal(new ResourceAmounts(1000, 8), _cluster.State.Free);
    }

    [Fact]
    public void A_master_that_ends_without_a_word_is_tried_again_and_then_given_up()
    {
        var application = _cluster.SubmitAndRegister();
        _cluster.End(application.Current.Master!, 1);
        Assert.Equal(2, application.Attempts.Count);
        Assert.Equal(YarnApplicationStateProto.Accepted, application.State);
        _cluster.End(application.Current.Master!, 1);
        Assert.Equal(YarnApplicationStateProto.Failed, application.State);
        Assert.Contains("failed 2 times due to AM Container for appattempt_1700000000000_0001_000002 exited with  exitCode: 1", application.Diagnostics);
        Assert.Equal(new ResourceAmounts(1000, 8), _cluster.State.Free);
    }

    [Fact]
    public void Containers_end_with_their_attempt_unless_they_are_to_be_kept()
    {
        foreach (var keeps in (bool[])[false, true])
        {
            var application = _cluster.SubmitAndRegister(context => context.KeepContainersAcrossApplicationAttempts = keeps);
            var container = _cluster.Container(_cluster.Allocate(application, TestCluster.Ask(1)).AllocatedContainers[0]);
            _cluster.Life.OnTaken(container.Node.Node, container.Id);
            _cluster.State.TakeEffects();
            _cluster.End(application.Current.Master!, 1);
            var stops = _cluster.State.TakeEffects().OfType<ClusterEffect.StopContainer>().Select(stop => stop.ContainerId);
            Assert.Equal(keeps ? [] : [container.Id], stops);
            var registered = _cluster.Register(application);
            Assert.Equal(keeps ? 1 : 0, registered.ContainersFromPreviousAttempts.Count);
            Assert.Equal(keeps ? 1 : 0, registered.NmTokensFromPreviousAttempts.Count);
            _cluster.Life.Kill(application, "", _cluster.Now);
            foreach (var live in application.Attempts.SelectMany(attempt => attempt.Live.Values).ToList())
                _cluster.End(live);
            Assert.Equal(new ResourceAmounts(1000, 8), _cluster.State.Free);
        }
    }

    [Fact]
    public void A_killed_application_takes_its_containers_along()
    {
        var application = _cluster.SubmitAndRegister();
        _cluster.Allocate(application, TestCluster.Ask(2));
        _cluster.State.TakeEffects();
        _cluster.Life.Kill(application, "why", _cluster.Now);
        Assert.Equal((YarnApplicationStateProto.Killed, FinalApplicationStatusProto.AppKilled, "why"), (application.State, application.FinalStatus, application.Diagnostics));
        Assert.Contains(_cluster.State.TakeEffects(), effect => effect is ClusterEffect.EndOnNode);
        _cluster.Life.Kill(application, "again", _cluster.Now);
        Assert.Equal("why", application.Diagnostics);
        Assert.Throws<RpcRefusedException>(() => _cluster.Allocate(application));
    }

    [Fact]
    public void A_silent_master_is_given_up()
    {
        var application = _cluster.SubmitAndRegister(context => context.MaxAppAttempts = 1);
        _cluster.Now += ApplicationLife.MasterPatience;
        _cluster.Life.OnTime(_cluster.Now);
        Assert.Equal(YarnApplicationStateProto.Running, application.State);
        _cluster.Life.OnTime(_cluster.Now.AddSeconds(1));
        Assert.Equal(YarnApplicationStateProto.Failed, application.State);
        Assert.Contains("timed out", application.Diagnostics);
    }

    [Fact]
    public void A_lifetime_ends_an_application()
    {
        var application = _cluster.SubmitAndRegister(context => context.ApplicationTimeouts.Add(new ApplicationTimeoutMapProto
        {
            ApplicationTimeoutType = ApplicationTimeoutTypeProto.AppTimeoutLifetime, Timeout = 10,
        }));
        _cluster.Life.OnTime(_cluster.Now.AddSeconds(9));
        Assert.False(application.HasEnded);
        _cluster.Life.OnTime(_cluster.Now.AddSeconds(10));
        Assert.Equal(YarnApplicationStateProto.Killed, application.State);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(-100)]
    public void A_clock_that_is_set_ends_nothing_and_puts_nothing_off(int days)
    {
        var application = _cluster.SubmitAndRegister(context =>
        {
            context.MaxAppAttempts = 1;
            context.ApplicationTimeouts.Add(new ApplicationTimeoutMapProto
            {
                ApplicationTimeoutType = ApplicationTimeoutTypeProto.AppTimeoutLifetime, Timeout = 3600,
            });
        });
        _cluster.Allocate(application, TestCluster.Ask(1));
        var leap = TimeSpan.FromDays(days);
        _cluster.Now += leap;
        _cluster.Life.OnClockSet(leap);
        _cluster.Life.OnTime(_cluster.Now);
        Assert.Empty(_cluster.Allocate(application).CompletedContainerStatuses);
        _cluster.Life.OnTime(_cluster.Now + ApplicationLife.MasterPatience + TimeSpan.FromSeconds(1));
        Assert.Contains("timed out", application.Diagnostics);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void A_lifetime_that_is_none_is_refused_and_leaves_nothing_behind(long seconds)
    {
        var refusal = Assert.Throws<RpcRefusedException>(() => _cluster.Submit(context => context.ApplicationTimeouts.Add(
            new ApplicationTimeoutMapProto { ApplicationTimeoutType = ApplicationTimeoutTypeProto.AppTimeoutLifetime, Timeout = seconds })));
        Assert.Contains("between 1 second and 100 years", refusal.Message);
        Assert.Empty(_cluster.State.Applications);
        _cluster.Life.OnTime(_cluster.Now);
    }

    [Fact]
    public void A_lost_node_ends_its_containers_as_aborted_and_its_masters_attempts()
    {
        var cluster = new TestCluster(
            new IdleNode("n1", 100, 1) { Description = Description("n1", NodeRole.Masters) },
            new IdleNode("n2", 1000, 8) { Description = Description("n2", NodeRole.Tasks) });
        var application = cluster.SubmitAndRegister();
        var container = cluster.Container(cluster.Allocate(application, TestCluster.Ask(1)).AllocatedContainers[0]);
        cluster.Life.OnNodeLost(container.Node.Node, cluster.Now);
        var status = Assert.Single(cluster.Allocate(application).CompletedContainerStatuses);
        Assert.Equal(ContainerExitStatus.Aborted, status.ExitStatus);
        Assert.Contains("*lost*", status.Diagnostics);
    }

    [Fact]
    public void Moving_an_application_moves_what_it_uses()
    {
        var cluster = new TestCluster([new QueueDefinition("root.a", 0.5f), new QueueDefinition("root.b", 0.5f)], new IdleNode("n1", 1000, 8));
        var application = cluster.SubmitAndRegister(context => context.Queue = "root.a");
        cluster.Allocate(application, TestCluster.Ask(2));
        cluster.Life.Move(application, cluster.State.Queues[1], cluster.Now);
        Assert.Equal(new ResourceAmounts(0, 0), cluster.State.Scheduler.UsageOf("a").Used);
        Assert.Equal(new ResourceAmounts(300, 3), cluster.State.Scheduler.UsageOf("b").Used);
        cluster.Life.Kill(application, "", cluster.Now);
        foreach (var live in application.Current.Live.Values.ToList())
            cluster.End(live);
        Assert.Equal(new ResourceAmounts(0, 0), cluster.State.Scheduler.UsageOf("b").Used);
    }

    [Fact]
    public void Of_the_applications_that_have_ended_the_newest_thousand_are_known()
    {
        var running = _cluster.Submit();
        var oldest = Over();
        for (var i = 1; i < ClusterState.MostEnded; i++)
            Over();
        Assert.DoesNotContain(_cluster.State.TakeEffects(), effect => effect is ClusterEffect.Forget);
        Assert.Equal(running, Assert.Single(_cluster.State.Live));

        Over();
        Assert.Equal(new ClusterEffect.Forget(oldest.IdText), Assert.Single(_cluster.State.TakeEffects().OfType<ClusterEffect.Forget>()));
        Assert.DoesNotContain(oldest.IdText, _cluster.State.Applications.Keys);
        Assert.Equal(ClusterState.MostEnded + 1, _cluster.State.Applications.Count);
    }

    [Fact]
    public void Those_that_ended_under_an_earlier_ResourceManager_are_forgotten_first()
    {
        _cluster.State.AddEnded("application_1600000000000_0001");
        for (var i = 0; i < ClusterState.MostEnded; i++)
            Over();
        Assert.Contains(new ClusterEffect.Forget("application_1600000000000_0001"), _cluster.State.TakeEffects());
        Assert.Equal(ClusterState.MostEnded, _cluster.State.Applications.Count);
    }

    private Application Over()
    {
        var application = _cluster.Submit();
        _cluster.Life.Kill(application, "", _cluster.Now);
        _cluster.End(application.Current.Master!);
        _cluster.Life.Left(application, "n1:1", hasLogs: true);
        return application;
    }

    private static NodeDescription Description(string host, NodeRole role) =>
        new(new NodeIdProto { Host = host, Port = 1 }, $"{host}:2", new ResourceProto { Memory = 1000, VirtualCores = 8 }) { Role = role };

    private void Finish(Application application) => _cluster.Masters.Finish(
        application.Current.IdText,
        new FinishApplicationMasterRequestProto { FinalApplicationStatus = FinalApplicationStatusProto.AppSucceeded, Diagnostics = "done" },
        _cluster.Now);
}
