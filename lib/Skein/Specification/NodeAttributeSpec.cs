namespace Skein.Specification;

/// <summary>An attribute that administrators gave to nodes, and what it has to be.</summary>
public sealed record NodeAttributeSpec
{
    /// <summary>With or without a prefix, as <c>rm.yarn.io/os</c> or <c>os</c>.</summary>
    public required string Name { get; init; }

    public required string Value { get; init; }

    /// <summary>Whether the node's value has to be another one. Default false.</summary>
    public bool Differs { get; init; }
}
