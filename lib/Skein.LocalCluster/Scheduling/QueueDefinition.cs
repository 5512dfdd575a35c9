namespace Skein.LocalCluster.Scheduling;

/// <summary>A leaf queue below <c>root</c>.</summary>
/// <param name="Name">Leaf name, such as <c>default</c>.</param>
/// <param name="Capacity">Its share of the cluster, from 0 to 1. It may take more while others leave theirs.</param>
public sealed record QueueDefinition(string Name, float Capacity)
{
    /// <summary>Full path as reports show it.</summary>
    public string Path => $"root.{Name}";
}
