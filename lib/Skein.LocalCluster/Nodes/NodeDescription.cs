using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Nodes;

/// <summary>What a node is and has.</summary>
/// <param name="Id">Host and port of its RPC server.</param>
/// <param name="HttpAddress">Host and port of its web pages.</param>
/// <param name="Capability">What containers may take together.</param>
public sealed record NodeDescription(NodeIdProto Id, string HttpAddress, ResourceProto Capability)
{
    /// <summary>Rack as YARN writes it.</summary>
    public string Rack { get; init; } = "/default-rack";

    /// <summary>The node's label; empty: none.</summary>
    public string Label { get; init; } = "";

    /// <summary>Attributes and their values, which rules of placement name, such as <c>nm.yarn.io/disk</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Which containers it takes. Default: all.</summary>
    public NodeRole Role { get; init; } = NodeRole.Any;

    /// <summary><c>host:port</c>, which is the service of tokens for the node.</summary>
    public string Name => $"{Id.Host}:{Id.Port}";
}
