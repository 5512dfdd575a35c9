using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Allocation;

public sealed class ResourceManagerLinkTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly FakeScheduler _scheduler = new();
    private readonly NodeTokens _tokens = new();
    private readonly Channel<ApplicationEvent> _events = Channel.CreateUnbounded<ApplicationEvent>();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly ResourceManagerLink _link;
    private Task _running = Task.CompletedTask;

    public ResourceManagerLinkTests()
    {
        var options = new ResourceManagerLinkOptions { Heartbeat = new HeartbeatPolicy(TimeSpan.FromSeconds(5)) };
        var racks = new RackMap(_ => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>()));
        _link = new ResourceManagerLink(_scheduler, options, racks, _tokens, _clock, NullLogger.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    [Fact]
    public async Task Registration_tells_where_clients_reach_the_application_master()
    {
        await _link.RegisterAsync(new Registration("node1", 1234), Cancellation);
        var registration = Assert.Single(_scheduler.Registrations);
        Assert.Equal(("node1", 1234, ""), (registration.Host, registration.RpcPort, registration.TrackingUrl));
        Assert.True(_link.IsRegistered);
    }

    [Fact]
    public async Task Heartbeats_carry_the_last_response_id_and_some_progress()
    {
        await StartAsync();
        var first = await _scheduler.NextBeatAsync(Cancellation);
        Assert.Equal((0, 0.1f), (first.ResponseId, first.Progress));
        _link.ReportProgress(0.75f);
        var second = await ElapseUntilBeatAsync();
        Assert.Equal((1, 0.75f), (second.ResponseId, second.Progress));
    }

    [Fact]
    public async Task New_work_wakes_the_heartbeat_at_once()
    {
        await StartAsync();
        await _scheduler.NextBeatAsync(Cancellation);
        await BecomeIdleAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        _link.Request(new ContainerRequest(1, Service()));

        // The clock stands still: only the wake-up can have brought this heartbeat.
        var beat = await _scheduler.NextBeatAsync(Cancellation);
        var ask = Assert.Single(beat.Ask);
        Assert.Equal((1L, 1, "*", 1), (ask.AllocationRequestId, ask.Priority.Priority, ask.ResourceName, ask.NumContainers));
    }

    [Fact]
    public async Task Heartbeats_hurry_when_the_end_of_a_container_is_near()
    {
        await StartAsync();
        await _scheduler.NextBeatAsync(Cancellation);
        await BecomeIdleAsync();
        _link.ExpectNews();
        while (await _clock.NextTimerAsync(Cancellation) > TimeSpan.FromMilliseconds(100))
            await Task.Yield();
        await ElapseUntilBeatAsync();
        Assert.InRange(await _clock.NextTimerAsync(Cancellation), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Work_right_after_a_heartbeat_waits_for_the_shortest_gap()
    {
        await StartAsync();
        await _scheduler.NextBeatAsync(Cancellation);
        _link.Request(new ContainerRequest(1, Service()));
        _link.Request(new ContainerRequest(2, Service()));
        var before = _clock.GetUtcNow();
        Assert.Equal(2, (await ElapseUntilBeatAsync()).Ask.Count);
        Assert.InRange(_clock.GetUtcNow() - before, HeartbeatPolicy.MinimumGap, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task A_request_withdrawn_before_it_was_sent_is_never_sent()
    {
        await StartAsync();
        await _scheduler.NextBeatAsync(Cancellation);
        _link.Request(new ContainerRequest(1, Service()));
        _link.Withdraw(1);
        Assert.Empty((await ElapseUntilBeatAsync()).Ask);
    }

    [Fact]
    public async Task What_is_too_much_for_one_heartbeat_is_told_with_the_next()
    {
        for (var id = 1; id <= AskTable.MostTold + 1; id++)
            _link.Request(new ContainerRequest(id, Service()));
        await StartAsync();
        Assert.Equal(AskTable.MostTold, (await _scheduler.NextBeatAsync(Cancellation)).Ask.Count);
        Assert.Equal(AskTable.MostTold + 1, Assert.Single((await ElapseUntilBeatAsync()).Ask).AllocationRequestId);
    }

    [Fact]
    public async Task News_are_passed_on_with_the_nodes_tokens_already_kept()
    {
        var answer = new AllocateResponseProto
        {
            AllocatedContainers = { Allocated(2, 1) },
            CompletedContainerStatuses = { Status(1, 0) },
            NmTokens = { new NMTokenProto { NodeId = Node, Token = Token("NMToken", "n") } },
        };
        _scheduler.Answers(answer);
        await StartAsync();
        var news = Assert.IsType<ApplicationEvent.HeartbeatAnswered>(await _events.Reader.ReadAsync(Cancellation));
        Assert.Equal(ContainerId(2), Assert.Single(news.Allocated).Id);
        Assert.Equal(ContainerId(1), Assert.Single(news.Completed).ContainerId);
        Assert.Equal("NMToken", _tokens.Find(Node)!.Kind);
    }

    [Fact]
    public async Task An_unanswered_heartbeat_is_repeated_as_it_was()
    {
        _link.Request(new ContainerRequest(1, Service()));
        _scheduler.Fails(FakeScheduler.Lost());
        await StartAsync();
        var first = await _scheduler.NextBeatAsync(Cancellation);
        _link.Request(new ContainerRequest(2, Service()));
        Assert.Equal(first, await ElapseUntilBeatAsync());

        Assert.Equal(2, Assert.Single((await ElapseUntilBeatAsync()).Ask).AllocationRequestId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restarted_ResourceManager_is_told_everything_again(bool byCommand)
    {
        _link.Request(new ContainerRequest(1, Service()));
        _link.Request(new ContainerRequest(2, Service()));
        _scheduler.Answers(new AllocateResponseProto { AllocatedContainers = { Allocated(5, 2) } });
        if (byCommand)
            _scheduler.Answers(new AllocateResponseProto { AMCommand = AMCommandProto.AmResync });
        else
            _scheduler.Fails(FakeScheduler.Error(YarnErrors.ApplicationMasterNotRegistered));
        await StartAsync();
        await _scheduler.NextBeatAsync(Cancellation);
        _link.Release(ContainerId(9));
        Assert.Equal([ContainerId(9)], (await ElapseUntilBeatAsync()).Release);

        var again = await _scheduler.NextBeatAsync(Cancellation);
        Assert.Equal(0, again.ResponseId);
        Assert.Equal(1, Assert.Single(again.Ask).AllocationRequestId);
        Assert.Equal([ContainerId(9)], again.Release);
        Assert.Equal(2, _scheduler.Registrations.Count);
        Assert.Equal(_scheduler.Registrations[0], _scheduler.Registrations[1]);
    }

    [Fact]
    public async Task A_container_that_is_gone_is_not_given_back()
    {
        _link.Release(ContainerId(9));
        _link.Forget(ContainerId(9));
        await StartAsync();
        Assert.Empty((await _scheduler.NextBeatAsync(Cancellation)).Release);
    }

    [Fact]
    public async Task A_refused_request_fails_the_application()
    {
        _scheduler.Fails(FakeScheduler.Error(YarnErrors.InvalidResourceRequest));
        await StartAsync();
        Assert.Equal(new ApplicationEvent.AllocatorFailed("told by the ResourceManager"), await _events.Reader.ReadAsync(Cancellation));
        await _running;
    }

    [Fact]
    public async Task A_cluster_without_placement_is_named_with_the_setting_that_is_missing()
    {
        _scheduler.Fails(new RemoteException(
            "org.apache.hadoop.yarn.exceptions.YarnException",
            "Found non empty SchedulingRequest of AllocateRequest, however the configured handler=disabled cannot handle placement constraints.",
            null,
            new HadoopEndpoint("rm", 8030)));
        await StartAsync();
        var failed = Assert.IsType<ApplicationEvent.AllocatorFailed>(await _events.Reader.ReadAsync(Cancellation));
        Assert.Contains("yarn.resourcemanager.placement-constraints.handler", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_request_is_reported_and_not_asked_for_again()
    {
        _link.Request(new ContainerRequest(1, Service(), "a"));
        _scheduler.Answers(new AllocateResponseProto
        {
            RejectedSchedulingRequests =
            {
                new RejectedSchedulingRequestProto
                {
                    Reason = RejectionReasonProto.RrpCouldNotPlaceOnNode, Request = new SchedulingRequestProto { AllocationRequestId = 1 },
                },
            },
        });
        _scheduler.Answers(new AllocateResponseProto { AMCommand = AMCommandProto.AmResync });
        await StartAsync();
        Assert.Equal(new ApplicationEvent.RequestRejected(1), await _events.Reader.ReadAsync(Cancellation));
        await _scheduler.NextBeatAsync(Cancellation);
        await ElapseUntilBeatAsync();
        Assert.Empty((await _scheduler.NextBeatAsync(Cancellation)).SchedulingRequests);
    }

    [Fact]
    public async Task An_attempt_that_is_over_stops_at_once_and_does_not_unregister()
    {
        _scheduler.Fails(FakeScheduler.Error(YarnErrors.ApplicationAttemptNotFound));
        await StartAsync();
        var ended = Assert.IsType<ApplicationEvent.Ended>(await _events.Reader.ReadAsync(Cancellation));
        Assert.True(ended.Outcome.IsAbandoned);
        Assert.False(_link.IsRegistered);
    }

    [Fact]
    public async Task The_command_to_shut_down_is_obeyed()
    {
        _scheduler.Answers(new AllocateResponseProto { AMCommand = AMCommandProto.AmShutdown });
        await StartAsync();
        Assert.True(Assert.IsType<ApplicationEvent.Ended>(await _events.Reader.ReadAsync(Cancellation)).Outcome.IsAbandoned);
    }

    [Fact]
    public async Task A_ResourceManager_that_stays_away_fails_the_application_in_the_end()
    {
        for (var i = 0; i < 1000; i++)
            _scheduler.Fails(FakeScheduler.Lost());
        await StartAsync();
        var failed = _events.Reader.ReadAsync(Cancellation).AsTask();
        while (!failed.IsCompleted)
        {
            if (await Task.WhenAny(failed, _clock.NextTimerAsync(Cancellation)) != failed)
                await _clock.ElapseNextAsync(Cancellation);
            await Task.Yield();
        }

        Assert.Contains("connection was lost", Assert.IsType<ApplicationEvent.AllocatorFailed>(await failed).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renewed_token_is_taken_over()
    {
        _scheduler.Answers(new AllocateResponseProto { AmRmToken = Token("YARN_AM_RM_TOKEN", "new") });
        await StartAsync();
        await _clock.NextTimerAsync(Cancellation);
        Assert.Equal("YARN_AM_RM_TOKEN", _scheduler.Renewed!.Kind);
    }

    [Fact]
    public async Task Unregistering_is_repeated_until_it_is_understood()
    {
        _scheduler.FinishAnswers.Enqueue(() => new FinishApplicationMasterResponseProto { IsUnregistered = false });
        await _link.RegisterAsync(new Registration("node1", 1), Cancellation);
        var finishing = _link.FinishAsync(FinalStatus.Killed, "enough", Cancellation);
        await _clock.ElapseNextAsync(Cancellation);
        await finishing;
        Assert.Equal(2, _scheduler.Finishes.Count);
        Assert.All(_scheduler.Finishes, f =>
            Assert.Equal((FinalApplicationStatusProto.AppKilled, "enough"), (f.FinalApplicationStatus, f.Diagnostics)));
        Assert.False(_link.IsRegistered);
    }

    [Fact]
    public async Task Unregistering_from_a_restarted_ResourceManager_registers_first()
    {
        _scheduler.FinishAnswers.Enqueue(() => throw FakeScheduler.Error(YarnErrors.ApplicationMasterNotRegistered));
        await _link.RegisterAsync(new Registration("node1", 1), Cancellation);
        await _link.FinishAsync(FinalStatus.Succeeded, "done", Cancellation);
        Assert.Equal((2, 2), (_scheduler.Registrations.Count, _scheduler.Finishes.Count));
    }

    [Fact]
    public async Task Unregistering_an_attempt_that_is_over_is_no_error()
    {
        _scheduler.FinishAnswers.Enqueue(() => throw FakeScheduler.Error(YarnErrors.ApplicationAttemptNotFound));
        await _link.RegisterAsync(new Registration("node1", 1), Cancellation);
        await _link.FinishAsync(FinalStatus.Succeeded, "done", Cancellation);
        Assert.Single(_scheduler.Finishes);
    }

    private async Task StartAsync()
    {
        await _link.RegisterAsync(new Registration("node1", 1), Cancellation);
        _running = _link.RunAsync((happened, cancellation) => _events.Writer.WriteAsync(happened, cancellation), _stop.Token);
    }

    private async Task<AllocateRequestProto> ElapseUntilBeatAsync()
    {
        while (true)
        {
            // Once the link waits again, whatever it sent before is there to be read.
            var due = await _clock.NextTimerAsync(Cancellation);
            if (_scheduler.TryNextBeat(out var beat))
                return beat;
            _clock.Advance(due);
        }
    }

    // Lets heartbeats pass until the waits have grown to their longest.
    private async Task BecomeIdleAsync()
    {
        while (await _clock.NextTimerAsync(Cancellation) < TimeSpan.FromSeconds(5))
        {
            await ElapseUntilBeatAsync();
        }
    }
}
