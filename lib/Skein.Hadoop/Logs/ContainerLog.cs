namespace Skein.Hadoop.Logs;

/// <summary>
/// What one node uploaded of one container's logs. A long-running container appears once for each time its node uploaded a part.
/// </summary>
/// <param name="ContainerId">Such as <c>container_1700000000000_0001_01_000001</c>.</param>
/// <param name="Node">The NodeManager as <c>host:port</c>.</param>
/// <param name="Files">
/// The container's log files as they lie in the aggregated file. To be gone through once, before the next container is asked for.
/// </param>
public sealed record ContainerLog(string ContainerId, string Node, IAsyncEnumerable<ContainerLogFile> Files)
{
    /// <summary>When the node uploaded it, ms since the epoch; null: it did not yet.</summary>
    public long? Uploaded { get; init; }
}
