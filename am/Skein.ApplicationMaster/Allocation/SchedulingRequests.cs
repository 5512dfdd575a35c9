using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Allocation;

/// <summary>Writes a request for one container whose place depends on what already runs there.</summary>
/// <remarks>
/// A scheduling request is the only kind that can carry constraints, and the only one whose container gets a tag that constraints of
/// others can name. The ResourceManager takes it if its placement handler is not <c>disabled</c>, as it is by default. All that may
/// change of one that was sent is the number of containers.
/// </remarks>
internal static class SchedulingRequests
{
    private const string Node = "node";
    private const string Rack = "rack";

    // Tags of this application's own containers.
    private const string OwnTags = "self";

    // The node attribute that stands for a node's label.
    private const string Label = "yarn_node_partition/";

    /// <param name="request">What is asked for; it has a tag.</param>
    /// <param name="count">1: wanted; 0: withdrawn.</param>
    public static SchedulingRequestProto Write(ContainerRequest request, int count)
    {
        var written = new SchedulingRequestProto
        {
            AllocationRequestId = request.Id,
            Priority = new PriorityProto { Priority = checked((int)request.Id) },
            ExecutionType = new ExecutionTypeRequestProto { ExecutionType = ExecutionTypeProto.Guaranteed },
            AllocationTags = { request.Tag },
            ResourceSizing = new ResourceSizingProto
            {
                NumAllocations = count, Resources = ResourceRequests.Capability(request.Service.Resources),
            },
        };
        var constraints = Constraints(request).ToList();
        AddLabel(request.Service.NodeLabel, constraints);
        if (constraints.Count == 1)
            written.PlacementConstraint = constraints[0];
        else if (constraints.Count > 1)
            written.PlacementConstraint = All(constraints);
        return written;
    }

    private static IEnumerable<PlacementConstraintProto> Constraints(ContainerRequest request)
    {
        var placement = request.Service.Placement ?? new Placement();
        foreach (var service in placement.Near)
            yield return Cardinality(Node, service, 1, int.MaxValue);
        foreach (var service in placement.Apart)
            yield return Cardinality(Node, service, 0, 0);
        // What counts is how many are there before this one comes.
        if (placement.MaxPerNode > 0)
            yield return Cardinality(Node, request.Tag!, 0, placement.MaxPerNode - 1);
        if (placement.MaxPerRack > 0)
            yield return Cardinality(Rack, request.Tag!, 0, placement.MaxPerRack - 1);
        foreach (var attribute in placement.Attributes)
            yield return Attribute(attribute.Name, attribute.Value, attribute.Differs);
    }

    // The ResourceManager looks for the label among the targets of a simple constraint, never inside a composite one, and without a
    // label it tries nodes without label only. So the label goes into a constraint that stands alone; a specification has no more than one.
    private static void AddLabel(string label, List<PlacementConstraintProto> constraints)
    {
        if (label.Length == 0)
            return;
        var labelled = Attribute(Label, label, differs: false);
        if (constraints.Count == 0)
            constraints.Add(labelled);
        else
            constraints[0].SimpleConstraint.TargetExpressions.Add(labelled.SimpleConstraint.TargetExpressions);
    }

    private static PlacementConstraintProto Cardinality(string scope, string tag, int least, int most) => Simple(new()
    {
        Scope = scope,
        TargetExpressions =
        {
            new PlacementConstraintTargetProto
            {
                TargetType = PlacementConstraintTargetProto.Types.TargetType.AllocationTag, TargetKey = OwnTags, TargetValues = { tag },
            },
        },
        MinCardinality = least,
        MaxCardinality = most,
    });

    private static PlacementConstraintProto Attribute(string name, string value, bool differs) => Simple(new()
    {
        Scope = Node,
        TargetExpressions =
        {
            new PlacementConstraintTargetProto
            {
                TargetType = PlacementConstraintTargetProto.Types.TargetType.NodeAttribute, TargetKey = name, TargetValues = { value },
            },
        },
        // Not counted.
        MinCardinality = -1,
        MaxCardinality = -1,
        AttributeOpCode = differs ? NodeAttributeOpCodeProto.Ne : NodeAttributeOpCodeProto.Eq,
    });

    private static PlacementConstraintProto Simple(SimplePlacementConstraintProto constraint) => new() { SimpleConstraint = constraint };

    private static PlacementConstraintProto All(IEnumerable<PlacementConstraintProto> constraints) => new()
    {
        CompositeConstraint = new CompositePlacementConstraintProto
        {
            CompositeType = CompositePlacementConstraintProto.Types.CompositeType.And, ChildConstraints = { constraints },
        },
    };
}
