namespace Skein.Specification;

/// <summary>Where containers of a service may run, by what already runs there.</summary>
public sealed record PlacementSpec
{
    /// <summary>Services; only nodes will do that run containers of all of them.</summary>
    public IReadOnlyList<string> Near { get; init; } = [];

    /// <summary>Services, possibly this one; only nodes will do that run no container of any of them.</summary>
    public IReadOnlyList<string> Apart { get; init; } = [];

    /// <summary>The most containers of this service on one node. Default 0: no limit.</summary>
    public int MaxPerNode { get; init; }

    /// <summary>The most containers of this service in one rack. Default 0: no limit.</summary>
    public int MaxPerRack { get; init; }

    public IReadOnlyList<NodeAttributeSpec> Attributes { get; init; } = [];
}
