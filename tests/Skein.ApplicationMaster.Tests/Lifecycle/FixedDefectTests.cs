using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Hadoop.Yarn;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Lifecycle;

/// <summary>What skein 0.8.2 does wrong, one test each.</summary>
public sealed class FixedDefectTests
{
    [Fact]
    public void An_unblocked_container_is_requested_and_not_waiting()
    {
        var story = new Story(("a", Service()), ("b", Service(depends: ["a"])));
        story.Grant();
        Assert.Equal(ContainerState.Requested, story.Container("b", 0).State);
    }

    [Fact]
    public void Killing_an_unblocked_container_leaves_no_request_that_revives_it()
    {
        var story = new Story(("a", Service()), ("b", Service(depends: ["a"])));
        story.Grant();
        var requestOfB = story.Outstanding.Min;
        _ = story.Kill("b", 0);
        Assert.Contains(new ApplicationEffect.WithdrawRequest(requestOfB), story.Last);
        story.Arrive(9, requestOfB);
        Assert.Equal(["a_0 Running", "b_0 Killed"], story.States);
        Assert.Single(story.LastOf<ApplicationEffect.ReleaseContainer>());
    }

    [Fact]
    public void Statuses_after_one_killed_by_the_application_master_are_not_dropped()
    {
        var story = new Story(("a", Service(3, allowFailures: true)));
        story.Grant(3);
        _ = story.Kill("a", 0);
        story.Tell(new ApplicationEvent.HeartbeatAnswered([Status(1, -105), Status(2, 0), Status(3, 7)], []));
        Assert.Equal(["a_0 Killed", "a_1 Succeeded", "a_2 Failed"], story.States);
    }

    [Fact]
    public void Numbers_of_requests_are_never_used_twice()
    {
        var story = new Story(("a", Service(0, maxRestarts: -1)));
        for (var round = 0; round < 10; round++)
        {
            _ = story.Scale("a", 3);
            story.Grant();
            _ = story.Scale("a", 1);
        }

        var ids = story.Effects.OfType<ApplicationEffect.RequestContainer>().Select(e => e.Request.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(ids.Order(), ids);
    }

    [Fact]
    public void A_late_container_serves_another_request_of_its_service()
    {
        var story = new Story(("a", Service(2)));
        var (first, second) = (story.Outstanding.Min, story.Outstanding.Max);
        _ = story.Kill("a", 0);
        story.Arrive(1, first);
        Assert.Equal(["a_0 Killed", "a_1 Running"], story.States);
        Assert.Contains(new ApplicationEffect.WithdrawRequest(second), story.Last);
        Assert.Empty(story.LastOf<ApplicationEffect.ReleaseContainer>());

        // Its own container, already on the way, is one too many now.
        story.Arrive(2, second);
        Assert.Equal(ContainerId(2), Assert.Single(story.LastOf<ApplicationEffect.ReleaseContainer>()).Container);
    }

    [Fact]
    public void A_late_container_serves_another_service_of_the_same_shape()
    {
        var story = new Story(("a", Service(allowFailures: true)), ("b", Service()));
        var (requestOfA, requestOfB) = (story.Outstanding.Min, story.Outstanding.Max);
        _ = story.Kill("a", 0);
        story.Arrive(1, requestOfA);
        Assert.Equal(["a_0 Killed", "b_0 Running"], story.States);
        Assert.Contains(new ApplicationEffect.WithdrawRequest(requestOfB), story.Last);
    }

    [Fact]
    public void A_late_container_never_serves_a_service_of_another_shape()
    {
        var labelled = Service();
        labelled.NodeLabel = "gpu";
        var story = new Story(("a", Service()), ("b", Service(memory: 256)), ("c", labelled));
        var requestOfA = story.Outstanding.Min;
        _ = story.Kill("a", 0);
        story.Arrive(1, requestOfA);
        Assert.Equal(["a_0 Killed", "b_0 Requested", "c_0 Requested"], story.States);
        Assert.Single(story.LastOf<ApplicationEffect.ReleaseContainer>());
    }

    [Fact]
    public void A_container_that_ended_by_itself_is_not_given_back()
    {
        var story = new Story(("a", Service(2)));
        story.Grant(2).Exit(1, 0);
        Assert.Empty(story.LastOf<ApplicationEffect.ReleaseContainer>());
        Assert.Contains(new ApplicationEffect.ForgetContainer(ContainerId(1)), story.Last);
    }

    [Theory]
    [InlineData(-100)]
    [InlineData(-101)]
    [InlineData(-102)]
    public void Preemption_and_lost_nodes_are_no_failures(int exitStatus)
    {
        var story = new Story(("a", Service()));
        story.Grant().Exit(1, exitStatus, "Container preempted by scheduler");
        Assert.Equal(["a_0 Failed", "a_1 Requested"], story.States);
        var message = story.Container("a", 0).ToMessage();
        Assert.Equal((true, "Container preempted by scheduler"), (message.Lost, message.ExitMessage));

        // The one failure that the service may not have still ends it.
        story.Grant().Exit(2, 1);
        Assert.Equal(ApplicationOutcome.ServiceFailed("a"), story.Outcome);
    }

    [Fact]
    public void A_container_on_a_node_out_of_reach_is_lost_and_not_failed()
    {
        var story = new Story(("a", Service()));
        story.Grant().Tell(new ApplicationEvent.LaunchFailed(ContainerId(1), "connection refused", IsNodeFault: true));
        Assert.Equal(["a_0 Failed", "a_1 Requested"], story.States);
        Assert.True(story.Container("a", 0).IsLost);
        Assert.Equal(ContainerId(1), Assert.Single(story.LastOf<ApplicationEffect.ReleaseContainer>()).Container);
    }

    [Fact]
    public void A_container_told_of_twice_is_not_given_back()
    {
        var story = new Story(("a", Service(2)));
        var request = story.Outstanding.Min;
        story.Arrive(1, request).Arrive(1, request);
        Assert.Empty(story.Last);
        Assert.Equal(["a_0 Running", "a_1 Requested"], story.States);
    }

    [Fact]
    public void Statuses_of_ended_or_unknown_containers_do_not_count()
    {
        var story = new Story(("a", Service(2)));
        story.Grant(2);
        _ = story.Kill("a", 0);
        story.Exit(1, -100).Exit(1, 143).Exit(55, 1);
        Assert.Null(story.Outcome);
        Assert.Equal(["a_0 Killed", "a_1 Running"], story.States);
        Assert.Equal([new ApplicationEffect.ForgetContainer(ContainerId(55))], story.Last);
    }

    [Fact]
    public void Field_programmable_gate_arrays_are_asked_for_in_their_own_number()
    {
        var service = Service();
        (service.Resources.Gpus, service.Resources.Fpgas) = (2, 5);
        var ask = Assert.Single(ResourceRequests.Write(new ContainerRequest(1, service), 1, _ => "", _ => []));
        Assert.Equal(
            [(ContainerResources.Gpu, 2L), (ContainerResources.Fpga, 5L)],
            ask.Capability.ResourceValueMap.Select(r => (r.Key, r.Value)));
    }

    [Theory]
    [InlineData(FinalStatus.Failed)]
    [InlineData(FinalStatus.Killed)]
    public void Shutdown_with_a_bad_status_is_final_on_an_early_attempt(FinalStatus status)
    {
        var outcome = ApplicationOutcome.Requested(status, "enough");
        Assert.True(new AttemptPolicy(1, 3).EndsApplication(outcome));
    }
}
