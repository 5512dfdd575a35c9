using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Lifecycle;

public sealed class RestartTests
{
    [Fact]
    public void Pauses_between_restarts_double_up_to_the_longest()
    {
        var story = new Story(("a", Failing(backoff: 1, longest: 5)));
        Assert.Equal([1, 2, 4, 5, 5], Enumerable.Range(1, 5).Select(number => PauseAfter(story, number, exitStatus: 1)));
    }

    [Fact]
    public void A_container_that_lived_longer_than_the_longest_pause_begins_a_new_row()
    {
        var story = new Story(("a", Failing(backoff: 1, longest: 5)));
        Assert.Equal([1, 2], Enumerable.Range(1, 2).Select(number => PauseAfter(story, number, exitStatus: 1)));
        story.Grant().Advance(TimeSpan.FromSeconds(6)).Exit(3, 1);
        Assert.Equal(story.Now + TimeSpan.FromSeconds(1), story.Container("a", 3).NotBefore);
    }

    [Fact]
    public void A_container_held_back_says_until_when_and_can_be_killed()
    {
        var story = new Story(("a", Failing(backoff: 10, longest: 60)));
        story.Grant().Exit(1, 1);
        var message = story.Container("a", 1).ToMessage();
        Assert.Equal((ContainerState.Waiting, (story.Now + TimeSpan.FromSeconds(10)).ToUnixTimeMilliseconds()), (message.State, message.NotBeforeMs));
        Assert.Null(story.Outcome);

        _ = story.Kill("a", 1);
        Assert.Equal(ApplicationOutcome.Completed, story.Outcome);
        Assert.Empty(story.Advance(TimeSpan.FromSeconds(20)).Last.OfType<ApplicationEffect.RequestContainer>());
    }

    [Fact]
    public void A_container_held_back_is_not_asked_for_when_its_service_is_unblocked()
    {
        var b = Failing(backoff: 10, longest: 60);
        b.Instances = 2;
        var a = Service(2);
        var story = new Story(("a", a), ("b", b), ("c", Service(depends: ["b"])));
        story.Grant(4).Exit(3, 1);
        Assert.Equal(["a_0 Running", "a_1 Running", "b_0 Failed", "b_1 Running", "b_2 Waiting", "c_0 Requested"], story.States);
        Assert.Equal("b_2 Requested", story.Advance(TimeSpan.FromSeconds(10)).States[4]);
    }

    [Fact]
    public void Restarts_older_than_the_window_do_not_count()
    {
        var service = Service(maxRestarts: 2);
        service.Restart = new Protocol.RestartPolicy { WindowMs = 60_000 };
        var story = new Story(("a", service));
        for (var number = 1; number <= 6; number++)
            story.Grant().Advance(TimeSpan.FromSeconds(31)).Exit(number, 1);
        Assert.Null(story.Outcome);

        story.Grant().Exit(7, 1);
        Assert.Equal(ApplicationOutcome.ServiceFailed("a"), story.Outcome);
    }

    [Fact]
    public void A_node_that_takes_every_container_away_is_fed_ever_more_slowly()
    {
        var story = new Story(("a", Service()));
        Assert.Equal(
            [0, 1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(1, 9).Select(number => PauseAfter(story, number, exitStatus: -100)));
        story.Grant().Advance(TimeSpan.FromSeconds(61)).Exit(10, -100);
        Assert.Null(story.Container("a", 10).NotBefore);
    }

    [Fact]
    public void Containers_lost_together_come_back_together()
    {
        var story = new Story(("a", Service(20)));
        story.Grant(20).Tell(new ApplicationEvent.HeartbeatAnswered([.. Enumerable.Range(1, 20).Select(number => Status(number, -100))], []));
        Assert.Equal(20, story.Outstanding.Count);
    }

    [Fact]
    public void A_cluster_that_always_grants_too_little_is_asked_ever_more_slowly()
    {
        var story = new Story(("a", Service(memory: 1024)));
        for (var number = 1; number <= 2; number++)
        {
            var request = Assert.Single(story.Outstanding);
            story.Outstanding.Clear();
            story.Arrive(number, request, memory: 512);
        }

        Assert.Empty(story.Outstanding);
        Assert.Equal(["a_0 Requested"], story.Advance(TimeSpan.FromSeconds(1)).States);
    }

    private static Service Failing(int backoff, int longest)
    {
        var service = Service(maxRestarts: -1);
        service.Restart = new Protocol.RestartPolicy { BackoffMs = backoff * 1000, MaxBackoffMs = longest * 1000 };
        return service;
    }

    // Seconds between the end of a container, that came in its turn, and the request for the next.
    private static int PauseAfter(Story story, int number, int exitStatus)
    {
        story.Grant().Exit(number, exitStatus);
        var ended = story.Now;
        while (story.Outstanding.Count == 0)
            story.Advance(TimeSpan.FromSeconds(1));
        return (int)(story.Now - ended).TotalSeconds;
    }
}
