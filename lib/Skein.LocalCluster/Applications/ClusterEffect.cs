using Skein.LocalCluster.Nodes;

namespace Skein.LocalCluster.Applications;

/// <summary>What the ResourceManager has decided and something outside of it carries out.</summary>
internal abstract record ClusterEffect
{
    private ClusterEffect()
    {
    }

    public sealed record StartContainer(INode Node, ContainerLaunch Launch) : ClusterEffect;

    public sealed record StopContainer(INode Node, string ContainerId, int ExitStatus, string Diagnostics) : ClusterEffect;

    /// <summary>A node is to let an application go.</summary>
    public sealed record EndOnNode(INode Node, string ApplicationId) : ClusterEffect;

    /// <summary>An application has ended and is to be remembered.</summary>
    public sealed record Remember(Application Application) : ClusterEffect;

    /// <summary>An application that ended long ago is not to be remembered any more.</summary>
    public sealed record Forget(string ApplicationId) : ClusterEffect;
}
