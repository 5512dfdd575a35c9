namespace Skein.LocalCluster.Nodes.Logs;

/// <summary>Where a container's logs are.</summary>
/// <param name="Directory">Absolute path.</param>
/// <param name="Node">The node's <see cref="NodeDescription.Name"/>.</param>
/// <param name="IsRunning">Whether more may be written to them.</param>
public sealed record ContainerLogPlace(string Directory, string Node, bool IsRunning);
