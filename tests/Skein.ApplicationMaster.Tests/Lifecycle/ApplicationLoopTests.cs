using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Lifecycle;

public sealed class ApplicationLoopTests : IEffectHandler
{
    private readonly ManualClock _clock = new();
    private readonly ApplicationLoop _loop;
    private readonly List<ApplicationEffect> _effects = [];

    public ApplicationLoopTests()
    {
        var specification = ApplicationOf(("a", Service()));
        specification.TimeLimitMs = (long)TimeSpan.FromDays(60).TotalMilliseconds;
        _loop = new ApplicationLoop(new ApplicationStateMachine(specification), _clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    void IEffectHandler.Handle(ApplicationEffect effect)
    {
        _effects.Add(effect);
        (effect as ApplicationEffect.Reply)?.Send();
    }

    [Fact]
    public async Task Events_posted_before_the_loop_runs_are_handled_in_order()
    {
        await _loop.PostAsync(new ApplicationEvent.Started(), Cancellation);
        await _loop.PostAsync(new ApplicationEvent.DriverExited(0), Cancellation);
        var outcome = await _loop.RunAsync(this, Cancellation);
        Assert.Equal(FinalStatus.Succeeded, outcome.Status);
        Assert.IsType<ApplicationEffect.RequestContainer>(_effects[0]);
        Assert.IsType<ApplicationEffect.EndApplication>(_effects[^1]);
    }

    [Fact]
    public async Task A_request_is_answered_while_the_loop_runs()
    {
        var running = _loop.RunAsync(this, Cancellation);
        await _loop.PostAsync(new ApplicationEvent.Started(), Cancellation);
        var containers = await _loop.AskAsync(new ApplicationRequest.GetContainers(new ContainersRequest()), Cancellation);
        Assert.Single(containers.Containers);
        await _loop.AskAsync(new ApplicationRequest.Shutdown(new ShutdownRequest()), Cancellation);
        await running;
    }

    [Fact]
    public async Task The_clusters_news_go_before_requests_that_came_earlier()
    {
        var waiting = _loop.AskAsync(new ApplicationRequest.GetContainers(new ContainersRequest()), Cancellation);
        await _loop.PostAsync(new ApplicationEvent.Started(), Cancellation);
        var running = _loop.RunAsync(this, Cancellation);
        Assert.Single((await waiting).Containers);
        await _loop.AskAsync(new ApplicationRequest.Shutdown(new ShutdownRequest()), Cancellation);
        await running;
    }

    [Fact]
    public async Task Requests_that_find_their_queue_full_do_not_hold_up_the_clusters_news()
    {
        var flood = Enumerable.Range(0, 3000)
            .Select(_ => _loop.AskAsync(new ApplicationRequest.GetContainers(new ContainersRequest()), Cancellation)).ToArray();
        await _loop.PostAsync(new ApplicationEvent.DriverExited(0), Cancellation);
        await _loop.RunAsync(this, Cancellation);
        foreach (var request in flood)
            await Assert.ThrowsAsync<ApplicationEndedException>(() => request);
    }

    [Fact]
    public async Task A_step_of_the_time_of_day_neither_fires_nor_delays_what_is_due()
    {
        await _loop.PostAsync(new ApplicationEvent.Started(), Cancellation);
        var running = _loop.RunAsync(this, Cancellation);
        foreach (var step in (int[])[100, -200])
        {
            _clock.Step(TimeSpan.FromDays(step));
            await _loop.AskAsync(new ApplicationRequest.GetContainers(new ContainersRequest()), Cancellation);
            Assert.DoesNotContain(_effects, static effect => effect is ApplicationEffect.EndApplication);
        }

        _clock.Advance(TimeSpan.FromDays(60));
        Assert.Equal(FinalStatus.Failed, (await running.WaitAsync(Cancellation)).Status);
    }

    [Fact]
    public async Task Time_alone_wakes_the_loop_however_far_the_deadline()
    {
        await _loop.PostAsync(new ApplicationEvent.Started(), Cancellation);
        var running = _loop.RunAsync(this, Cancellation);
        while (!running.IsCompleted)
        {
            if (await Task.WhenAny(running, _clock.NextTimerAsync(Cancellation)) != running)
                await _clock.ElapseNextAsync(Cancellation);
            await Task.Yield();
        }

        Assert.Equal("Application exceeded its time limit of 60d.", (await running).Message);
    }

    [Fact]
    public async Task Requests_that_come_too_late_are_told_so()
    {
        await _loop.PostAsync(new ApplicationEvent.DriverExited(0), Cancellation);
        var queued = _loop.AskAsync(new ApplicationRequest.GetContainers(new ContainersRequest()), Cancellation);
        await _loop.RunAsync(this, Cancellation);
        await Assert.ThrowsAsync<ApplicationEndedException>(() => queued);
        await Assert.ThrowsAsync<ApplicationEndedException>(
            () => _loop.AskAsync(new ApplicationRequest.GetContainers(new ContainersRequest()), Cancellation));
        await _loop.PostAsync(new ApplicationEvent.DriverExited(1), Cancellation);
    }
}
