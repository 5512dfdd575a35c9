using Skein.LocalCluster.Nodes;

namespace Skein.LocalCluster.Scheduling;

/// <summary>A node, and what is taken of it.</summary>
internal sealed class NodeUsage(INode node)
{
    public INode Node => node;

    public string Host => node.Description.Id.Host;

    /// <summary><c>host:port</c>: hosts may have several nodes.</summary>
    public string Name { get; } = node.Description.Name;

    public string Rack => node.Description.Rack;

    public string Label => node.Description.Label;

    public IReadOnlyDictionary<string, string> Attributes => node.Description.Attributes;

    public ResourceAmounts Capability { get; } = ResourceAmounts.Of(node.Description.Capability);

    public ResourceAmounts Used { get; private set; }

    public int Containers { get; private set; }

    public ResourceAmounts Free => Capability - Used;

    /// <summary>Whether it takes containers of masters, or of what they ask for.</summary>
    public bool Takes(bool isMaster) => node.Description.Role switch
    {
        NodeRole.Masters => isMaster,
        NodeRole.Tasks => !isMaster,
        _ => true,
    };

    public void Take(ResourceAmounts amounts)
    {
        Used += amounts;
        Containers++;
    }

    public void Give(ResourceAmounts amounts)
    {
        Used -= amounts;
        Containers--;
    }
}
