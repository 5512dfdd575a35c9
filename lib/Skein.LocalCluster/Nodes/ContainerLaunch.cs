using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Nodes;

/// <summary>What a node is told to run.</summary>
/// <param name="ContainerId">The container's id as text.</param>
/// <param name="User">Whom its application belongs to.</param>
/// <param name="Resource">What it may take.</param>
/// <param name="Context">Files, environment, command and credentials, as whoever starts it wrote them.</param>
public sealed record ContainerLaunch(string ContainerId, string User, ResourceProto Resource, ContainerLaunchContextProto Context)
{
    /// <summary>Which logs are gathered; null: all.</summary>
    public LogAggregationContextProto? Logs { get; init; }
}
