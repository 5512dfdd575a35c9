using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Lifecycle;

public sealed class LifeStoryTests
{
    [Fact]
    public void A_service_lives_from_request_to_success()
    {
        var story = new Story(("a", Service()));
        Assert.Equal(["a_0 Requested"], story.States);

        story.Now += TimeSpan.FromSeconds(5);
        story.Grant();
        Assert.Equal(["a_0 Running"], story.States);
        var launch = Assert.Single(story.LastOf<ApplicationEffect.LaunchContainer>()).Launch;
        Assert.Equal(("a", 0), (launch.ServiceName, launch.Instance));

        story.Exit(1, 0);
        Assert.Equal(["a_0 Succeeded"], story.States);
        Assert.Equal(ApplicationOutcome.Completed, story.Outcome);
        var message = story.Container("a", 0).ToMessage();
        Assert.Equal("container_1700000000000_0007_01_000001", message.YarnContainerId);
        Assert.Equal("node1:8042", message.YarnNodeHttpAddress);
        Assert.Equal("Completed successfully.", message.ExitMessage);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 5, TimeSpan.Zero).ToUnixTimeMilliseconds(), message.StartTime);
        Assert.Equal(message.StartTime, message.FinishTime);
    }

    [Fact]
    public void Two_restarts_of_a_script_that_always_fails_make_three_failures_and_the_end()
    {
        var story = new Story(("a", Service(maxRestarts: 2)));
        story.Grant().Exit(1, 1).Grant().Exit(2, 1).Grant().Exit(3, 1);
        Assert.Equal(["a_0 Failed", "a_1 Failed", "a_2 Failed"], story.States);
        Assert.Equal(ApplicationOutcome.ServiceFailed("a"), story.Outcome);
        Assert.Equal("Failure in service a, see logs for more information.", story.Outcome!.Message);
        Assert.Equal(12, story.Outcome.ExitCode);
        Assert.Equal("Container failed during execution, see logs for more information.", story.Container("a", 2).ExitMessage);
    }

    [Fact]
    public void Restarts_without_limit_never_fail_the_service()
    {
        var story = new Story(("a", Service(maxRestarts: -1)));
        for (var i = 1; i <= 20; i++)
            story.Grant().Exit(i, 1);
        Assert.Null(story.Outcome);
        Assert.Equal(21, story.States.Length);
    }

    [Fact]
    public void A_service_that_may_fail_lets_the_application_succeed()
    {
        var story = new Story(("a", Service(allowFailures: true)), ("b", Service()));
        story.Grant(2).Exit(1, 3);
        Assert.Null(story.Outcome);
        story.Exit(2, 0);
        Assert.Equal(ApplicationOutcome.Completed, story.Outcome);
    }

    [Fact]
    public void Dependents_wait_until_all_containers_of_a_service_are_allocated()
    {
        var story = new Story(("a", Service(2)), ("b", Service(depends: ["a"])));
        Assert.Equal(["a_0 Requested", "a_1 Requested", "b_0 Waiting"], story.States);
        story.Grant();
        Assert.Equal(["a_0 Running", "a_1 Requested", "b_0 Waiting"], story.States);
        story.Grant();
        Assert.Equal(["a_0 Running", "a_1 Running", "b_0 Requested"], story.States);
    }

    [Fact]
    public void Chains_of_dependencies_start_one_after_the_other()
    {
        var story = new Story(("a", Service()), ("b", Service(depends: ["a"])), ("c", Service(depends: ["a", "b"])));
        story.Grant();
        Assert.Equal(["a_0 Running", "b_0 Requested", "c_0 Waiting"], story.States);
        story.Grant().Grant();
        Assert.Equal(["a_0 Running", "b_0 Running", "c_0 Running"], story.States);
    }

    [Fact]
    public void A_dependency_without_instances_unblocks_when_somebody_adds_one()
    {
        var story = new Story(("a", Service(0)), ("b", Service(depends: ["a"])));
        Assert.Equal(["b_0 Waiting"], story.States);
        _ = story.Scale("a", 1);
        story.Grant();
        Assert.Equal(["a_0 Running", "b_0 Requested"], story.States);
    }

    [Fact]
    public void Taking_back_the_last_open_request_of_a_service_unblocks_its_dependents()
    {
        var story = new Story(("a", Service(2)), ("b", Service(depends: ["a"])));
        story.Grant();
        _ = story.Kill("a", 1);
        Assert.Equal(["a_0 Running", "a_1 Killed", "b_0 Requested"], story.States);
    }

    [Fact]
    public void An_application_whose_services_begin_without_containers_stays_up()
    {
        var story = new Story(("a", Service(0)));
        Assert.Null(story.Outcome);
    }

    [Fact]
    public void Scaling_the_last_container_away_completes_an_application_without_driver()
    {
        var story = new Story(("a", Service()));
        story.Grant();
        _ = story.Scale("a", 0);
        Assert.Equal(ApplicationOutcome.Completed, story.Outcome);
    }

    [Fact]
    public void With_a_driver_finished_services_do_not_end_the_application()
    {
        var specification = ApplicationOf(("a", Service()));
        specification.Master.Script = "sleep 1";
        var story = new Story(specification);
        story.Grant().Exit(1, 0);
        Assert.Null(story.Outcome);
        story.Tell(new ApplicationEvent.DriverExited(0));
        Assert.Equal("Application driver completed successfully.", story.Outcome!.Message);
        Assert.Equal(FinalStatus.Succeeded, story.Outcome.Status);
    }

    [Fact]
    public void With_a_driver_a_failed_service_ends_the_application()
    {
        var specification = ApplicationOf(("a", Service()));
        specification.Master.Script = "sleep 1";
        var story = new Story(specification);
        story.Grant().Exit(1, 1);
        Assert.Equal(ApplicationOutcome.ServiceFailed("a"), story.Outcome);
    }

    [Theory]
    [InlineData(143, "memory limit")]
    [InlineData(3, "exit code 3")]
    public void A_failed_driver_fails_the_application(int exitCode, string text)
    {
        var story = new Story(("a", Service()));
        story.Tell(new ApplicationEvent.DriverExited(exitCode));
        Assert.Equal((FinalStatus.Failed, 11), (story.Outcome!.Status, story.Outcome.ExitCode));
        Assert.Contains(text, story.Outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_outcome_stands()
    {
        var story = new Story(("a", Service()));
        story.Tell(new ApplicationEvent.DriverExited(0)).Tell(new ApplicationEvent.AllocatorFailed("too late"));
        Assert.Equal(FinalStatus.Succeeded, story.Outcome!.Status);
        Assert.Empty(story.Last);
    }

    [Fact]
    public void Owned_keys_go_before_the_replacement_is_asked_for()
    {
        var story = new Story(("a", Service(maxRestarts: 1)));
        story.Grant().Exit(1, 1);
        var order = story.Last.ToList();
        Assert.Contains(new ApplicationEffect.DeleteOwnedKeys("a", 0), order);
        Assert.True(
            order.FindIndex(e => e is ApplicationEffect.DeleteOwnedKeys) < order.FindIndex(e => e is ApplicationEffect.RequestContainer));
    }

    [Fact]
    public void A_failed_launch_is_a_failure_of_the_container()
    {
        var story = new Story(("a", Service(maxRestarts: 1)));
        story.Grant().Tell(new ApplicationEvent.LaunchFailed(ContainerId(1), "no disk"));
        Assert.Equal(["a_0 Failed", "a_1 Requested"], story.States);
        Assert.Equal("Failed to start, exception raised: no disk", story.Container("a", 0).ExitMessage);
        Assert.Equal(ContainerId(1), Assert.Single(story.LastOf<ApplicationEffect.ReleaseContainer>()).Container);
    }

    [Fact]
    public void A_container_that_is_too_small_is_given_back_and_asked_for_anew()
    {
        var story = new Story(("a", Service(memory: 1024)));
        var first = story.Outstanding.Min;
        story.Outstanding.Remove(first);
        story.Arrive(1, first, memory: 512);
        Assert.Equal(["a_0 Requested"], story.States);
        Assert.Single(story.LastOf<ApplicationEffect.ReleaseContainer>());
        Assert.NotEqual(first, Assert.Single(story.Outstanding));
    }

    [Fact]
    public void A_container_nobody_asked_for_is_released()
    {
        var story = new Story(("a", Service()));
        story.Arrive(9, 77);
        Assert.Equal(ContainerId(9), Assert.Single(story.LastOf<ApplicationEffect.ReleaseContainer>()).Container);
        Assert.Equal(["a_0 Requested"], story.States);
    }

    [Fact]
    public void An_old_ResourceManager_that_returns_priorities_only_is_understood()
    {
        var story = new Story(("a", Service()));
        var allocation = Allocated(1, story.Outstanding.Min);
        allocation.ClearAllocationRequestId();
        story.Tell(new ApplicationEvent.HeartbeatAnswered([], [allocation]));
        Assert.Equal(["a_0 Running"], story.States);
    }

    [Fact]
    public void A_replacement_keeps_the_variables_its_container_was_added_with()
    {
        var story = new Story(("a", Service(0, maxRestarts: 1)));
        var message = new AddContainerRequest { ServiceName = "a", Env = { ["N"] = "5" } };
        _ = story.Ask(new ApplicationRequest.AddContainer(message));
        story.Grant().Exit(1, 1).Grant();
        var launch = Assert.Single(story.LastOf<ApplicationEffect.LaunchContainer>()).Launch;
        Assert.Equal((1, "5"), (launch.Instance, launch.Environment["N"]));
    }
}
