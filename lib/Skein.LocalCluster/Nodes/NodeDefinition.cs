using System.Globalization;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Nodes;

/// <summary>A node that the cluster is to have.</summary>
/// <remarks>
/// As text, <c>NAME=VALUE</c> each, separated by commas:
/// <code>
/// memory=MIB  vcores=N             what containers may take together; default: an even share of the cluster's
/// rack=/NAME  label=NAME           default: /default-rack, and none
/// attribute.NAME=VALUE             the node attribute nm.yarn.io/NAME, as one that a NodeManager tells
/// resource.NAME=N                  so many of a further type of resource, such as resource.yarn.io/gpu=2
/// </code>
/// </remarks>
public sealed record NodeDefinition
{
    private const string AttributePrefix = "nm.yarn.io/";

    /// <summary>MiB that containers may take together; null: an even share of the cluster's.</summary>
    public long? Memory { get; init; }

    /// <summary>Virtual cores that containers may take together; null: an even share of the cluster's.</summary>
    public int? VirtualCores { get; init; }

    /// <summary>Rack as YARN writes it.</summary>
    public string Rack { get; init; } = "/default-rack";

    /// <summary>The node's label; empty: none.</summary>
    public string Label { get; init; } = "";

    /// <summary>Attributes with their full names.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Amounts of further types of resources.</summary>
    public IReadOnlyDictionary<string, long> Resources { get; init; } = new Dictionary<string, long>();

    /// <exception cref="FormatException">The text is no node; the message says why.</exception>
    public static NodeDefinition Parse(string text)
    {
        var node = new NodeDefinition();
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var resources = new Dictionary<string, long>(StringComparer.Ordinal);
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            throw new FormatException($"'{text}' says nothing of a node; give a name and a value, such as rack=/rack1");
        foreach (var part in parts)
        {
            if (part.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } value])
                throw new FormatException($"'{part}' is no name and value of a node, such as rack=/rack1");
            switch (name.Split('.', 2))
            {
                case ["memory"]:
                    node = node with { Memory = Number(part, value, long.MaxValue) };
                    break;
                case ["vcores"]:
                    node = node with { VirtualCores = (int)Number(part, value, int.MaxValue) };
                    break;
                case ["rack"]:
                    node = value.StartsWith('/') ? node with { Rack = value } : throw new FormatException($"'{part}': a rack begins with a slash");
                    break;
                case ["label"]:
                    node = node with { Label = value };
                    break;
                case ["attribute", { Length: > 0 } attribute]:
                    attributes[AttributePrefix + attribute] = value;
                    break;
                case ["resource", { Length: > 0 } resource]:
                    resources[resource] = Number(part, value, long.MaxValue);
                    break;
                default:
                    throw new FormatException($"'{part}': a node has memory, vcores, rack, label, attribute.NAME and resource.NAME");
            }
        }

        return node with { Attributes = attributes, Resources = resources };
    }

    /// <summary>What containers may take together.</summary>
    internal ResourceProto Capability
    {
        get
        {
            var capability = new ResourceProto { Memory = Memory ?? 0, VirtualCores = VirtualCores ?? 0 };
            foreach (var (type, amount) in Resources)
                ContainerResources.Add(capability, type, amount, units: "");
            return capability;
        }
    }

    /// <summary>This node, with the memory and cores of another where it does not say.</summary>
    internal NodeDefinition Or(NodeDefinition other) =>
        this with { Memory = Memory ?? other.Memory, VirtualCores = VirtualCores ?? other.VirtualCores };

    private static long Number(string part, string value, long most) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most
            ? number
            : throw new FormatException($"'{part}': the amount is a number above 0");
}
