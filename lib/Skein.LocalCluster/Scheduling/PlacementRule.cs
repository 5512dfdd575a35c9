using Skein.Hadoop.Yarn.Protocol;
using static Skein.Hadoop.Yarn.Protocol.CompositePlacementConstraintProto.Types;
using static Skein.Hadoop.Yarn.Protocol.PlacementConstraintTargetProto.Types;

namespace Skein.LocalCluster.Scheduling;

/// <summary>YARN's placement constraints.</summary>
/// <remarks>
/// A simple constraint holds for a node if each of its targets does: a node attribute equals a value, or differs from it, which it also
/// does where the node lacks it; the containers of the same application with a tag, on the node or on its rack, are as many as the
/// constraint says. The attribute <c>yarn_node_partition/</c> stands for the node's label: without it a constraint means nodes without
/// one. Composite constraints are <c>AND</c> and <c>OR</c>.
/// </remarks>
internal static class PlacementRule
{
    private const string Node = "node";
    private const string Rack = "rack";
    private const string LabelAttribute = "yarn_node_partition/";
    private const string OwnContainers = "self";

    /// <summary>Why a constraint is none that this scheduler can keep to; null: it is one.</summary>
    public static string? FindProblem(PlacementConstraintProto? constraint)
    {
        if (constraint?.CompositeConstraint is { } composite)
        {
            if (composite.CompositeType == CompositeType.DelayedOr)
                return "it has alternatives with a delay, which the embedded cluster does not know";
            foreach (var child in composite.ChildConstraints)
            {
                if (FindProblem(child) is { } problem)
                    return problem;
            }
        }

        if (constraint?.SimpleConstraint is not { } simple)
            return null;
        if (simple.Scope is not (Node or Rack))
            return $"its scope is '{simple.Scope}', and only {Node} and {Rack} are known";
        foreach (var target in simple.TargetExpressions)
        {
            if (target.TargetType == TargetType.AllocationTag && target.TargetKey is not ("" or OwnContainers))
                return $"it counts containers of '{target.TargetKey}', and the embedded cluster those of the application itself only";
        }

        return null;
    }

    /// <summary>The label of the nodes that a constraint means; empty: those without one.</summary>
    public static string LabelOf(PlacementConstraintProto? constraint)
    {
        foreach (var target in constraint?.SimpleConstraint?.TargetExpressions ?? [])
        {
            if (IsLabel(target) && target.TargetValues.Count > 0)
                return target.TargetValues[0];
        }

        return "";
    }

    /// <summary>Whether a container may come to a node.</summary>
    public static bool Allows(PlacementConstraintProto? constraint, NodeUsage node, AllocationTags tags)
    {
        if (constraint?.CompositeConstraint is { } composite)
        {
            var isEither = composite.CompositeType == CompositeType.Or;
            foreach (var child in composite.ChildConstraints)
            {
                if (Allows(child, node, tags) == isEither)
                    return isEither;
            }

            return !isEither;
        }

        foreach (var target in constraint?.SimpleConstraint?.TargetExpressions ?? [])
        {
            if (!IsLabel(target) && !Holds(constraint!.SimpleConstraint, target, node, tags))
                return false;
        }

        return true;
    }

    private static bool IsLabel(PlacementConstraintTargetProto target) =>
        target is { TargetType: TargetType.NodeAttribute, TargetKey: LabelAttribute };

    private static bool Holds(SimplePlacementConstraintProto simple, PlacementConstraintTargetProto target, NodeUsage node, AllocationTags tags)
    {
        if (target.TargetType == TargetType.NodeAttribute)
        {
            var isThere = node.Attributes.TryGetValue(target.TargetKey, out var value) && target.TargetValues.Contains(value);
            return isThere != (simple.AttributeOpCode == NodeAttributeOpCodeProto.Ne);
        }

        if (target.TargetType != TargetType.AllocationTag)
            return true;
        var place = simple.Scope == Rack ? node.Rack : node.Name;
        foreach (var tag in target.TargetValues)
        {
            var count = tags.Count(place, tag);
            if (count < simple.MinCardinality || count > simple.MaxCardinality)
                return false;
        }

        return true;
    }
}
