namespace Skein.Specification;

/// <summary>An image in which the containers of a service run, by the NodeManager's Docker runtime.</summary>
public sealed record ContainerRuntimeSpec
{
    public required string Image { get; init; }

    /// <summary>Directories and files of the node, each as <c>SOURCE:DESTINATION:MODE</c> with mode <c>ro</c> or <c>rw</c>.</summary>
    public IReadOnlyList<string> Mounts { get; init; } = [];

    /// <summary>Default empty: the NodeManager's own choice.</summary>
    public string Network { get; init; } = "";
}
