using Google.Protobuf.Collections;
using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Applications;
using Skein.LocalCluster.Tests.Applications;
using static Skein.Hadoop.Yarn.Protocol.CompositePlacementConstraintProto.Types;
using static Skein.Hadoop.Yarn.Protocol.PlacementConstraintTargetProto.Types;

namespace Skein.LocalCluster.Tests.Scheduling;

public sealed class PlacementTests
{
    private readonly TestCluster _cluster = new(Node("n1", "/a", "spinning"), Node("n2", "/a", "solid"), Node("n3", "/b", null, "fast"));
    private readonly Application _application;

    public PlacementTests() => _application = _cluster.SubmitAndRegister();

    [Fact]
    public void Apart_puts_one_on_each_node_and_the_rest_waits_for_a_place()
    {
        var granted = Allocate(Request(1, "x", 3, Tagged("node", "x", 0, 0)));
        Assert.Equal(["n1", "n2"], Hosts(granted));
        Assert.All(granted, container => Assert.Equal(["x"], container.AllocationTags));
        _cluster.End(_cluster.Container(granted[0]));
        Assert.Single(_cluster.Allocate(_application).AllocatedContainers);
    }

    [Fact]
    public void A_limit_of_a_rack_counts_all_its_nodes()
    {
        Assert.Equal(3, Allocate(Request(1, "x", 5, Tagged("rack", "x", 0, 2))).Count);
    }

    [Fact]
    public void Near_waits_until_the_other_is_there_and_goes_to_its_node()
    {
        Assert.Empty(Allocate(Request(1, "near", 1, Tagged("node", "other", 1, int.MaxValue))));
        var other = Allocate(Request(2, "other", 1, null));
        Assert.Equal(Hosts(other), Hosts(_cluster.Allocate(_application).AllocatedContainers));
    }

    [Fact]
    public void Tags_of_another_application_do_not_count()
    {
        Allocate(Request(1, "x", 2, Tagged("node", "x", 0, 0)));
        var other = _cluster.SubmitAndRegister();
        var request = new AllocateRequestProto { SchedulingRequests = { Request(1, "x", 2, Tagged("node", "x", 0, 0)) } };
        Assert.Equal(2, _cluster.Masters.Allocate(other.Current.IdText, request, _cluster.Now).AllocatedContainers.Count);
    }

    [Theory]
    [InlineData("solid", NodeAttributeOpCodeProto.Eq, "n2")]
    [InlineData("spinning", NodeAttributeOpCodeProto.Ne, "n2")]
    [InlineData("none", NodeAttributeOpCodeProto.Eq, null)]
    public void Attributes_equal_or_differ(string value, NodeAttributeOpCodeProto code, string? host)
    {
        var granted = Allocate(Request(1, "x", 1, Attribute("disk", value, code)));
        Assert.Equal(host is null ? [] : [host], Hosts(granted));
    }

    [Fact]
    public void A_label_stands_among_the_targets_and_without_it_its_node_is_left_out()
    {
        Assert.Equal(["n3"], Hosts(Allocate(Request(1, "x", 1, Attribute("yarn_node_partition/", "fast", NodeAttributeOpCodeProto.Eq)))));
        Assert.Equal(["n1", "n2"], Hosts(Allocate(Request(2, "y", 9, Tagged("node", "y", 0, 0)))));
    }

    [Fact]
    public void Requests_inherit_the_label_of_their_application_unless_they_carry_a_tag()
    {
        var application = _cluster.SubmitAndRegister(context => context.NodeLabelExpression = "fast");
        Assert.Equal(["n3"], Hosts(_cluster.Allocate(application, TestCluster.Ask(1)).AllocatedContainers));
        var tagged = new AllocateRequestProto { ResponseId = 1, SchedulingRequests = { Request(2, "x", 1, null) } };
        Assert.DoesNotContain("n3", Hosts(_cluster.Masters.Allocate(application.Current.IdText, tagged, _cluster.Now).AllocatedContainers));
    }

    [Theory]
    [InlineData(CompositeType.And, new string[0])]
    [InlineData(CompositeType.Or, new[] { "n1", "n2" })]
    public void Rules_hold_together_or_one_of_them(CompositeType type, string[] hosts)
    {
        var both = new PlacementConstraintProto
        {
            CompositeConstraint = new CompositePlacementConstraintProto
            {
                CompositeType = type,
                ChildConstraints =
                {
                    Attribute("disk", "spinning", NodeAttributeOpCodeProto.Eq), Attribute("disk", "solid", NodeAttributeOpCodeProto.Eq),
                },
            },
        };
        Assert.Equal(hosts, Hosts(Allocate(Request(1, "x", 10, both))).Distinct());
    }

    [Fact]
    public void A_request_is_withdrawn_by_its_count()
    {
        Allocate(Request(1, "x", 3, Attribute("disk", "none", NodeAttributeOpCodeProto.Eq)));
        Assert.Equal(3, _application.Current.Asks.Count);
        Allocate(Request(1, "x", 0, Attribute("disk", "none", NodeAttributeOpCodeProto.Eq)));
        Assert.Equal(0, _application.Current.Asks.Count);
    }

    [Fact]
    public void What_the_scheduler_can_not_keep_to_is_refused()
    {
        var zone = Tagged("zone", "x", 0, 0);
        var foreign = Tagged("node", "x", 0, 0);
        foreign.SimpleConstraint.TargetExpressions[0].TargetKey = "all";
        foreach (var constraint in (PlacementConstraintProto[])[zone, foreign])
        {
            var refusal = Assert.Throws<RpcRefusedException>(() => Allocate(Request(1, "x", 1, constraint)));
            Assert.Equal(YarnErrors.InvalidResourceRequest, refusal.ClassName);
        }
    }

    [Fact]
    public void A_node_that_is_preferred_goes_before_one_with_more_room()
    {
        var cluster = new TestCluster(new IdleNode("n1", 1000, 8), new IdleNode("n2", 500, 8));
        var application = cluster.SubmitAndRegister();
        var answer = cluster.Allocate(application, TestCluster.Ask(1), TestCluster.Ask(1, name: "/default-rack"), TestCluster.Ask(1, name: "n2"));
        Assert.Equal(["n2"], Hosts(answer.AllocatedContainers));
    }

    private static IdleNode Node(string host, string rack, string? disk, string label = "")
    {
        var node = new IdleNode(host, 1000, 8);
        return new IdleNode(host, 1000, 8)
        {
            Description = node.Description with
            {
                Rack = rack,
                Label = label,
                Attributes = disk is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["disk"] = disk },
            },
        };
    }

    private static SchedulingRequestProto Request(int id, string tag, int count, PlacementConstraintProto? constraint) => new()
    {
        AllocationRequestId = id,
        Priority = new PriorityProto { Priority = id },
        AllocationTags = { tag },
        ResourceSizing = new ResourceSizingProto { NumAllocations = count, Resources = new ResourceProto { Memory = 100, VirtualCores = 1 } },
        PlacementConstraint = constraint,
    };

    private static PlacementConstraintProto Tagged(string scope, string tag, int least, int most) => new()
    {
        SimpleConstraint = new SimplePlacementConstraintProto
        {
            Scope = scope,
            TargetExpressions = { new PlacementConstraintTargetProto { TargetType = TargetType.AllocationTag, TargetKey = "self", TargetValues = { tag } } },
            MinCardinality = least,
            MaxCardinality = most,
        },
    };

    private static PlacementConstraintProto Attribute(string name, string value, NodeAttributeOpCodeProto code) => new()
    {
        SimpleConstraint = new SimplePlacementConstraintProto
        {
            Scope = "node",
            TargetExpressions = { new PlacementConstraintTargetProto { TargetType = TargetType.NodeAttribute, TargetKey = name, TargetValues = { value } } },
            AttributeOpCode = code,
        },
    };

    private static IEnumerable<string> Hosts(IEnumerable<ContainerProto> containers) => containers.Select(container => container.NodeId.Host).Order();

    private RepeatedField<ContainerProto> Allocate(params SchedulingRequestProto[] requests)
    {
        var request = new AllocateRequestProto { ResponseId = _application.Current.LastAnswer?.ResponseId ?? 0 };
        request.SchedulingRequests.AddRange(requests);
        return _cluster.Masters.Allocate(_application.Current.IdText, request, _cluster.Now).AllocatedContainers;
    }
}
