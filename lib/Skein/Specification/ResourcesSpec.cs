using System.Collections.ObjectModel;

namespace Skein.Specification;

/// <summary>What one container gets.</summary>
public sealed record ResourcesSpec
{
    /// <summary>MiB.</summary>
    public required int Memory { get; init; }

    public required int VCores { get; init; }

    /// <summary>YARN's <c>yarn.io/gpu</c>. Default 0.</summary>
    public long Gpus { get; init; }

    /// <summary>YARN's <c>yarn.io/fpga</c>. Default 0.</summary>
    public long Fpgas { get; init; }

    /// <summary>Further resource types of the cluster, by name.</summary>
    public IReadOnlyDictionary<string, ResourceAmount> Custom { get; init; } = ReadOnlyDictionary<string, ResourceAmount>.Empty;
}
