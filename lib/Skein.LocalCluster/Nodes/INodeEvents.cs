using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Nodes;

/// <summary>What a node tells the ResourceManager. Called from any thread; nothing waits in it.</summary>
public interface INodeEvents
{
    /// <summary>A container is the node's from now on, which brings its files: its end will be told.</summary>
    void OnTaken(INode node, string containerId);

    /// <summary>A container's process runs.</summary>
    void OnRunning(INode node, string containerId);

    /// <summary>A container has ended, or never began; told once.</summary>
    void OnEnded(INode node, string containerId, ContainerStatusProto status);

    /// <summary>An application has left the node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="applicationId">The application.</param>
    /// <param name="hasLogs">Whether its logs were gathered.</param>
    void OnApplicationGone(INode node, string applicationId, bool hasLogs);
}
