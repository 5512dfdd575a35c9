using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Lifecycle;

public sealed class StopGraceTests
{
    [Fact]
    public async Task A_killed_container_is_told_to_stop_and_given_back_when_its_time_is_over()
    {
        var story = new Story(("a", Graceful()), ("b", Service()));
        story.Grant(2);
        Assert.Equal(ContainerState.Killed, Assert.Single((await story.Scale("a", 0)).Containers).State);
        Assert.Contains(new ApplicationEffect.StopContainer(ContainerId(1), Node), story.Last);
        Assert.Contains(new ApplicationEffect.DeleteOwnedKeys("a", 0), story.Last);
        Assert.Empty(story.LastOf<ApplicationEffect.ReleaseContainer>());

        story.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(story.LastOf<ApplicationEffect.ReleaseContainer>());
        story.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([new ApplicationEffect.ReleaseContainer(ContainerId(1))], story.Last);
    }

    [Fact]
    public void A_container_that_stopped_in_time_is_not_given_back()
    {
        var story = new Story(("a", Graceful()), ("b", Service()));
        story.Grant(2);
        _ = story.Kill("a", 0);
        story.Exit(1, 143).Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(story.Effects.OfType<ApplicationEffect.ReleaseContainer>());
        Assert.Equal(["a_0 Killed", "b_0 Running"], story.States);
    }

    [Fact]
    public void A_container_that_can_not_be_told_to_stop_is_given_back_at_once()
    {
        var story = new Story(("a", Graceful()), ("b", Service()));
        story.Grant(2);
        _ = story.Kill("a", 0);
        story.Tell(new ApplicationEvent.StopFailed(ContainerId(1)));
        Assert.Equal([new ApplicationEffect.ReleaseContainer(ContainerId(1))], story.Last);
        Assert.Empty(story.Advance(TimeSpan.FromMinutes(1)).Effects.OfType<ApplicationEffect.ReleaseContainer>().Skip(1));
    }

    [Fact]
    public void The_end_of_the_application_waits_for_those_that_need_time()
    {
        var story = new Story(("a", Graceful(instances: 2)), ("b", Service()));
        story.Grant(3).Exit(3, 1);
        Assert.Equal(ApplicationOutcome.ServiceFailed("b"), story.Outcome);
        Assert.Equal(2, story.LastOf<ApplicationEffect.StopContainer>().Count());
        Assert.IsType<ApplicationEffect.EndApplication>(story.Last[^1]);
        Assert.False(story.IsOver);

        story.Exit(1, 143);
        Assert.False(story.IsOver);
        Assert.True(story.Advance(TimeSpan.FromSeconds(30)).IsOver);
        Assert.Equal(ApplicationOutcome.ServiceFailed("b"), story.Outcome);
    }

    [Fact]
    public void What_ends_in_the_news_that_end_the_application_is_not_waited_for()
    {
        var story = new Story(("a", Service()), ("b", Graceful()));
        story.Grant(2).Tell(new ApplicationEvent.HeartbeatAnswered([Status(1, 1), Status(2, 0)], []));
        Assert.True(story.IsOver);
    }

    [Fact]
    public void A_stopping_container_told_of_again_keeps_its_time()
    {
        var story = new Story(("a", Graceful()), ("b", Service()));
        story.Grant(2);
        _ = story.Kill("a", 0);
        story.Arrive(1, requestId: 1);
        Assert.Empty(story.Last);
    }

    [Fact]
    public async Task While_the_application_ends_requests_are_turned_away()
    {
        var story = new Story(("a", Graceful()));
        story.Grant();
        _ = story.Kill("a", 0);
        Assert.Equal((ApplicationOutcome.Completed, false), (story.Outcome, story.IsOver));
        await Assert.ThrowsAsync<ApplicationEndedException>(() => story.Scale("a", 2));
        Assert.True(story.Exit(1, 0).IsOver);
    }

    [Fact]
    public void A_signal_cuts_the_wait_short()
    {
        var story = new Story(("a", Graceful()));
        story.Grant();
        _ = story.Kill("a", 0);
        Assert.True(story.Tell(new ApplicationEvent.Ended(ApplicationOutcome.Stopped)).IsOver);
        Assert.Equal(ApplicationOutcome.Completed, story.Outcome);
    }

    [Fact]
    public void An_application_ended_from_outside_stops_nobody_gently()
    {
        var story = new Story(("a", Graceful()));
        story.Grant().Tell(new ApplicationEvent.Ended(ApplicationOutcome.Stopped));
        Assert.True(story.IsOver);
        Assert.Empty(story.LastOf<ApplicationEffect.StopContainer>());
    }

    private static Service Graceful(int instances = 1)
    {
        var service = Service(instances);
        service.StopGraceMs = 30_000;
        return service;
    }
}
