using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Allocation;

public sealed class SchedulingRequestsTests
{
    [Fact]
    public void A_service_that_others_look_at_is_asked_for_with_its_tag_alone()
    {
        var request = SchedulingRequests.Write(new ContainerRequest(7, Service(), "scheduler"), 1);
        Assert.Equal((7L, 7, 1), (request.AllocationRequestId, request.Priority.Priority, request.ResourceSizing.NumAllocations));
        Assert.Equal(["scheduler"], request.AllocationTags);
        Assert.Equal((512L, 1), (request.ResourceSizing.Resources.Memory, request.ResourceSizing.Resources.VirtualCores));
        Assert.Null(request.PlacementConstraint);
    }

    [Fact]
    public void A_limit_for_each_node_counts_those_that_are_there_already()
    {
        var constraint = ConstraintOf(new Placement { MaxPerNode = 2 }).SimpleConstraint;
        Assert.Equal(("node", 0, 1), (constraint.Scope, constraint.MinCardinality, constraint.MaxCardinality));
        var target = Assert.Single(constraint.TargetExpressions);
        Assert.Equal(PlacementConstraintTargetProto.Types.TargetType.AllocationTag, target.TargetType);
        Assert.Equal(("self", "worker"), (target.TargetKey, Assert.Single(target.TargetValues)));
    }

    [Fact]
    public void All_of_a_placement_has_to_hold()
    {
        var all = ConstraintOf(new Placement
        {
            Near = { "scheduler" },
            Apart = { "worker" },
            MaxPerRack = 3,
            Attributes = { new NodeAttribute { Name = "os", Value = "linux" }, new NodeAttribute { Name = "disk", Value = "slow", Differs = true } },
        }).CompositeConstraint;
        Assert.Equal(CompositePlacementConstraintProto.Types.CompositeType.And, all.CompositeType);
        Assert.Equal(
            [
                ("node", "scheduler", 1, int.MaxValue, NodeAttributeOpCodeProto.NoOp),
                ("node", "worker", 0, 0, NodeAttributeOpCodeProto.NoOp),
                ("rack", "worker", 0, 2, NodeAttributeOpCodeProto.NoOp),
                ("node", "linux", -1, -1, NodeAttributeOpCodeProto.Eq),
                ("node", "slow", -1, -1, NodeAttributeOpCodeProto.Ne),
            ],
            all.ChildConstraints.Select(c => c.SimpleConstraint).Select(c => (
                c.Scope, c.TargetExpressions[0].TargetValues[0], c.MinCardinality, c.MaxCardinality, c.AttributeOpCode)));
        Assert.Equal("os", all.ChildConstraints[3].SimpleConstraint.TargetExpressions[0].TargetKey);
    }

    [Fact]
    public void A_label_goes_into_the_one_constraint_where_the_ResourceManager_looks_for_it()
    {
        var constraint = ConstraintOf(new Placement { MaxPerNode = 2 }, label: "fast").SimpleConstraint;
        Assert.Equal((0, 1), (constraint.MinCardinality, constraint.MaxCardinality));
        Assert.Equal(
            [("self", "worker"), ("yarn_node_partition/", "fast")],
            constraint.TargetExpressions.Select(target => (target.TargetKey, target.TargetValues[0])));
        Assert.Equal("fast", ConstraintOf(new Placement(), label: "fast").SimpleConstraint.TargetExpressions[0].TargetValues[0]);
    }

    [Fact]
    public void Tagged_requests_carry_the_label_of_the_application()
    {
        var worker = Service();
        worker.Placement = new Placement { MaxPerNode = 1 };
        var story = new Story(new ApplicationSpec { NodeLabel = "fast", Services = { ["other"] = Service(), ["worker"] = worker } });
        Assert.Equal(
            ["", "fast"], story.Effects.OfType<ApplicationEffect.RequestContainer>().Select(e => e.Request.Service.NodeLabel));
    }

    [Fact]
    public void A_request_with_a_tag_is_sent_and_withdrawn_as_a_scheduling_request()
    {
        var asks = new AskTable();
        asks.Add(new ContainerRequest(1, Service(), "worker"));
        asks.Add(new ContainerRequest(2, Service()));
        var sent = new AllocateRequestProto();
        asks.MoveChangesInto(sent, _ => "", _ => []);
        // The CapacityScheduler would drop a scheduling request beside an ask.
        Assert.Equal(2, Assert.Single(sent.Ask).AllocationRequestId);
        Assert.Empty(sent.SchedulingRequests);
        Assert.True(asks.HasChanges);
        sent = new AllocateRequestProto();
        asks.MoveChangesInto(sent, _ => "", _ => []);
        Assert.Equal(1, Assert.Single(sent.SchedulingRequests).AllocationRequestId);
        Assert.False(asks.HasChanges);

        asks.Withdraw(1);
        var withdrawn = new AllocateRequestProto();
        asks.MoveChangesInto(withdrawn, _ => "", _ => []);
        var last = Assert.Single(withdrawn.SchedulingRequests);
        Assert.Equal(0, last.ResourceSizing.NumAllocations);

        // Nothing else of it may differ.
        last.ResourceSizing.NumAllocations = 1;
        Assert.Equal(sent.SchedulingRequests[0], last);
    }

    [Fact]
    public void Only_services_that_have_to_do_with_placement_are_tagged()
    {
        var worker = Service();
        worker.Placement = new Placement { Near = { "scheduler" } };
        var story = new Story(("other", Service()), ("scheduler", Service()), ("worker", worker));
        Assert.Equal(
            [null, "scheduler", "worker"], story.Effects.OfType<ApplicationEffect.RequestContainer>().Select(e => e.Request.Tag));
    }

    [Fact]
    public void A_rejected_request_is_made_again_ever_more_slowly()
    {
        var story = new Story(("a", Service()));
        story.Tell(new ApplicationEvent.RequestRejected(1));
        Assert.Equal(["a_0 Requested"], story.States);
        story.Tell(new ApplicationEvent.RequestRejected(2));
        Assert.Equal(["a_0 Waiting"], story.States);
        Assert.Equal(["a_0 Requested"], story.Advance(TimeSpan.FromSeconds(1)).States);
        Assert.Empty(story.Tell(new ApplicationEvent.RequestRejected(77)).Last);
    }

    private static PlacementConstraintProto ConstraintOf(Placement placement, string label = "")
    {
        var service = Service();
        service.NodeLabel = label;
        service.Placement = placement;
        return SchedulingRequests.Write(new ContainerRequest(1, service, "worker"), 1).PlacementConstraint;
    }
}
