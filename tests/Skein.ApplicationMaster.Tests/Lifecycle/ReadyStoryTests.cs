using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Lifecycle;

public sealed class ReadyStoryTests
{
    [Fact]
    public void Dependents_wait_until_every_container_is_ready()
    {
        var story = new Story(("a", Probed(instances: 2)), ("b", Service(depends: ["a"])));
        story.Grant(2);
        Assert.Equal("b_0 Waiting", story.States[2]);
        var check = Assert.Single(story.LastOf<ApplicationEffect.ProbeReadiness>()).Check;
        Assert.Equal(("a", 1, "node1", 8080), (check.Service, check.Instance, check.Host, check.Rule.TcpPort));

        story.Tell(new ApplicationEvent.ContainerReady("a", 1));
        Assert.Equal("b_0 Waiting", story.States[2]);
        Assert.Contains(new ApplicationEffect.StopProbe("a", 1), story.Last);
        Assert.Equal((false, true), (story.Container("a", 0).ToMessage().Ready, story.Container("a", 1).ToMessage().Ready));

        story.Tell(new ApplicationEvent.ContainerReady("a", 0));
        Assert.Equal("b_0 Requested", story.States[2]);
    }

    [Fact]
    public void Without_a_rule_a_container_is_ready_as_soon_as_it_runs()
    {
        var story = new Story(("a", Service()));
        Assert.False(story.Container("a", 0).ToMessage().Ready);
        story.Grant();
        Assert.True(story.Container("a", 0).ToMessage().Ready);
        Assert.Empty(story.LastOf<ApplicationEffect.ProbeReadiness>());
        story.Exit(1, 0);
        Assert.False(story.Container("a", 0).ToMessage().Ready);
    }

    [Fact]
    public void A_container_that_is_not_ready_in_time_has_failed_and_is_replaced()
    {
        var story = new Story(("a", Probed(maxRestarts: 1)), ("b", Service(depends: ["a"])));
        story.Grant().Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["a_0 Failed", "a_1 Requested", "b_0 Waiting"], story.States);
        Assert.Equal("Not ready within 2m.", story.Container("a", 0).ExitMessage);
        Assert.Contains(new ApplicationEffect.StopProbe("a", 0), story.Last);

        story.Grant().Tell(new ApplicationEvent.ContainerReady("a", 1)).Advance(TimeSpan.FromHours(1));
        Assert.Equal(["a_0 Failed", "a_1 Running", "b_0 Requested"], story.States);
    }

    [Fact]
    public void A_container_that_did_all_it_had_to_counts_as_ready()
    {
        var story = new Story(("a", Probed()), ("b", Service(depends: ["a"])));
        story.Grant().Exit(1, 0);
        Assert.Equal(["a_0 Succeeded", "b_0 Requested"], story.States);
    }

    [Fact]
    public void Dependents_of_a_service_that_was_never_ready_wait_and_say_why()
    {
        var a = Probed();
        a.AllowFailures = true;
        var story = new Story(("a", a), ("b", Service(depends: ["a"])));
        story.Grant().Exit(1, 1);
        Assert.Equal(["a_0 Failed", "b_0 Waiting"], story.States);
        Assert.Contains("b will start", Assert.Single(story.LastOf<ApplicationEffect.Warn>()).Message, StringComparison.Ordinal);

        _ = story.Scale("a", 1);
        story.Grant().Tell(new ApplicationEvent.ContainerReady("a", 1));
        Assert.Equal(["a_0 Failed", "a_1 Running", "b_0 Requested"], story.States);
    }

    [Fact]
    public void A_ready_container_that_ended_meanwhile_is_none()
    {
        var story = new Story(("a", Probed(instances: 2)), ("b", Service(depends: ["a"])));
        story.Grant(2);
        _ = story.Kill("a", 0);
        story.Tell(new ApplicationEvent.ContainerReady("a", 0));
        Assert.Empty(story.Last);
    }

    private static Service Probed(int instances = 1, int maxRestarts = 0)
    {
        var service = Service(instances, maxRestarts);
        service.Ready = new Protocol.Readiness { TcpPort = 8080, TimeoutMs = 120_000 };
        return service;
    }
}
