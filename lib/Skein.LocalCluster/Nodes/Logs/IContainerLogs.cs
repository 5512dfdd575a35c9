namespace Skein.LocalCluster.Nodes.Logs;

/// <summary>Finds the logs of containers while they are on their nodes.</summary>
public interface IContainerLogs
{
    /// <summary>Where a container's logs are; null if no node has them, or not any more.</summary>
    /// <param name="containerId">The container's id as text.</param>
    ContainerLogPlace? Find(string containerId);
}
