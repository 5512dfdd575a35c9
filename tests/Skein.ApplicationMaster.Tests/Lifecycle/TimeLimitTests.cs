using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Lifecycle;

public sealed class TimeLimitTests
{
    [Fact]
    public void A_container_that_runs_longer_than_it_may_has_failed()
    {
        var service = Service(maxRestarts: 1);
        service.TimeLimitMs = 60_000;
        var story = new Story(("a", service));
        story.Advance(TimeSpan.FromMinutes(5)).Grant().Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(["a_0 Running"], story.States);

        story.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a_0 Failed", "a_1 Requested"], story.States);
        Assert.Equal("Exceeded its time limit of 1m.", story.Container("a", 0).ExitMessage);
        Assert.Contains(new ApplicationEffect.ReleaseContainer(ContainerId(1)), story.Last);
    }

    [Fact]
    public void The_limit_of_a_container_that_ended_in_time_changes_nothing()
    {
        var service = Service(2);
        service.TimeLimitMs = 60_000;
        var story = new Story(("a", service));
        story.Grant().Exit(1, 0).Advance(TimeSpan.FromHours(1));
        Assert.Equal(["a_0 Succeeded", "a_1 Requested"], story.States);
    }

    [Fact]
    public void An_application_over_its_time_limit_ends_for_good()
    {
        var specification = ApplicationOf(("a", Service()));
        specification.TimeLimitMs = 3600_000;
        var story = new Story(specification);
        story.Grant().Advance(TimeSpan.FromHours(1));
        Assert.Equal(
            (FinalStatus.Failed, "Application exceeded its time limit of 1h.", false),
            (story.Outcome!.Status, story.Outcome.Message, story.Outcome.MayRetry));
    }

    [Fact]
    public void The_longest_limit_that_can_be_written_is_no_error()
    {
        var service = Service();
        service.TimeLimitMs = long.MaxValue;
        Assert.Equal(["a_0 Running"], new Story(("a", service)).Grant().States);
    }
}
