using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Protocol;
using Skein.Specification;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Lifecycle;

public sealed class RequestTests
{
    [Fact]
    public async Task GetContainers_lists_active_containers_unless_told_otherwise()
    {
        var story = new Story(("b", Service(2)), ("a", Service(1, allowFailures: true)));
        story.Grant().Exit(1, 1);
        var active = await story.Ask(new ApplicationRequest.GetContainers(new ContainersRequest()));
        Assert.Equal(["b_0", "b_1"], Names(active));

        var failed = await story.Ask(new ApplicationRequest.GetContainers(
            new ContainersRequest { Services = { "a" }, States = { ContainerState.Failed } }));
        Assert.Equal(["a_0"], Names(failed));
    }

    [Fact]
    public async Task GetContainers_refuses_an_unknown_service()
    {
        var story = new Story(("a", Service()));
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(
            () => story.Ask(new ApplicationRequest.GetContainers(new ContainersRequest { Services = { "x" } })));
        Assert.Equal("Unknown service 'x'", refused.Message);
    }

    [Fact]
    public async Task Scale_up_returns_the_new_containers()
    {
        var story = new Story(("a", Service()), ("b", Service(0, depends: ["a"])));
        Assert.Equal(["a_1", "a_2"], Names(await story.Scale("a", 3)));
        var waiting = await story.Scale("b", delta: 1);
        Assert.Equal(ContainerState.Waiting, Assert.Single(waiting.Containers).State);
    }

    [Fact]
    public async Task Scale_down_gives_up_waiting_then_requested_then_running_the_oldest_first()
    {
        var story = new Story(("a", Service(4)));
        story.Grant(2);
        var killed = await story.Scale("a", delta: -3);
        Assert.Equal(["a_2", "a_3", "a_0"], Names(killed));
        Assert.All(killed.Containers, c => Assert.Equal((ContainerState.Killed, "Killed by user request."), (c.State, c.ExitMessage)));
        Assert.Equal(["a_0 Killed", "a_1 Running", "a_2 Killed", "a_3 Killed"], story.States);
    }

    [Fact]
    public async Task A_list_of_the_most_containers_there_can_be_fits_into_a_message()
    {
        var story = new Story(("a", Service(0)), ("b", Service()));
        story.Grant();
        await story.Scale("a", ServiceSpec.MaximumInstances);
        await story.Scale("a", 0);
        await story.Scale("a", ServiceSpec.MaximumInstances);
        story.Grant(ServiceSpec.MaximumInstances);
        var all = await story.Ask(new ApplicationRequest.GetContainers(
            new ContainersRequest { Services = { "a" }, States = { ContainerState.Requested, ContainerState.Running, ContainerState.Killed } }));
        Assert.Equal(ServiceSpec.MaximumInstances, all.Containers.Count(static c => c.State == ContainerState.Running));
        Assert.InRange(all.CalculateSize(), 1 << 20, 4 << 20);
    }

    [Fact]
    public async Task Of_ended_containers_the_latest_are_kept_and_no_number_is_given_twice()
    {
        var story = new Story(("a", Service()), ("b", Service()));
        for (var i = 0; i < 3; i++)
        {
            await story.Scale("a", delta: 2_000);
            await story.Scale("a", 0);
        }

        Assert.Equal(["a_6001"], Names(await story.Scale("a", 1)));
        var ended = await story.Ask(new ApplicationRequest.GetContainers(new ContainersRequest { States = { ContainerState.Killed } }));
        Assert.Equal(Enumerable.Range(1_001, 5_000), ended.Containers.Select(static c => c.Instance));
        // One that is forgotten has ended as any other.
        await story.Kill("a", 0);
    }

    [Fact]
    public async Task Scale_to_the_present_number_does_nothing()
    {
        var story = new Story(("a", Service(2)));
        Assert.Empty((await story.Scale("a", 2)).Containers);
        Assert.Single(story.Last);
    }

    [Fact]
    public async Task Scale_by_more_than_there_is_ends_at_zero()
    {
        var story = new Story(("a", Service(2)), ("b", Service()));
        Assert.Equal(2, (await story.Scale("a", delta: int.MinValue)).Containers.Count);
    }

    [Theory]
    [InlineData("x", 1, 0, "Unknown service 'x'")]
    [InlineData("a", 1, 1, "'count' and 'delta'")]
    [InlineData("a", -1, 0, "at least 0")]
    [InlineData("a", int.MaxValue, 0, "at most")]
    [InlineData("a", 0, int.MaxValue, "at most")]
    public async Task Scale_refuses_what_makes_no_sense(string service, int count, int delta, string text)
    {
        var story = new Story(("a", Service()));
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => story.Scale(service, count, delta));
        Assert.Contains(text, refused.Message, StringComparison.Ordinal);
        Assert.Single(story.States);
    }

    [Fact]
    public async Task Kill_of_a_running_container_releases_it_and_is_never_replaced()
    {
        var story = new Story(("a", Service(2, maxRestarts: -1)));
        story.Grant(2);
        await story.Kill("a", 0);
        Assert.Contains(new ApplicationEffect.ReleaseContainer(ContainerId(1)), story.Last);
        Assert.Equal(["a_0 Killed", "a_1 Running"], story.States);
    }

    [Fact]
    public async Task Kill_of_an_ended_container_is_no_error()
    {
        var story = new Story(("a", Service(2)));
        story.Grant(2).Exit(1, 0);
        await story.Kill("a", 0);
        Assert.Equal(["a_0 Succeeded", "a_1 Running"], story.States);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    public async Task Kill_of_a_container_that_never_was_is_refused(int instance)
    {
        var story = new Story(("a", Service()));
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => story.Kill("a", instance));
        Assert.Equal($"Service 'a' has no container instance {instance}", refused.Message);
    }

    [Fact]
    public async Task AddContainer_refuses_a_variable_that_would_break_the_launch_script()
    {
        var story = new Story(("a", Service()));
        var message = new AddContainerRequest { ServiceName = "a", Env = { ["A B"] = "1" } };
        await Assert.ThrowsAsync<RequestRefusedException>(() => story.Ask(new ApplicationRequest.AddContainer(message)));
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public async Task SetProgress_refuses_what_is_no_fraction(float progress)
    {
        var story = new Story(("a", Service()));
        await Assert.ThrowsAsync<RequestRefusedException>(
            () => story.Ask(new ApplicationRequest.SetProgress(new SetProgressRequest { Progress = progress })));
    }

    [Fact]
    public async Task SetProgress_goes_to_the_ResourceManager()
    {
        var story = new Story(("a", Service()));
        await story.Ask(new ApplicationRequest.SetProgress(new SetProgressRequest { Progress = 0.5f }));
        Assert.Contains(new ApplicationEffect.ReportProgress(0.5f), story.Last);
    }

    [Fact]
    public async Task Shutdown_answers_first_and_ends_with_the_status_asked_for()
    {
        var story = new Story(("a", Service()));
        await story.Ask(new ApplicationRequest.Shutdown(new ShutdownRequest { FinalStatus = FinalStatus.Killed }));
        Assert.IsType<ApplicationEffect.Answer<Empty>>(story.Last[0]);
        Assert.Equal((FinalStatus.Killed, "Shutdown requested by user.", 0),
            (story.Outcome!.Status, story.Outcome.Message, story.Outcome.ExitCode));
    }

    [Fact]
    public async Task Requests_after_the_end_are_turned_away()
    {
        var story = new Story(("a", Service()));
        story.Tell(new ApplicationEvent.DriverExited(0));
        await Assert.ThrowsAsync<ApplicationEndedException>(() => story.Scale("a", 2));
    }

    private static IEnumerable<string> Names(ContainersResponse response) =>
        response.Containers.Select(c => $"{c.ServiceName}_{c.Instance}");
}
