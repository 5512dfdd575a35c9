using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.Submission.Clusters;

/// <summary>YARN's nodes as the contract's.</summary>
internal static class NodeReports
{
    public static NodeReport FromYarn(NodeReportProto node)
    {
        var result = new NodeReport
        {
            Id = $"{node.NodeId.Host}:{node.NodeId.Port}",
            HttpAddress = node.HttpAddress,
            RackName = node.RackName,
            State = State(node.NodeState),
            HealthReport = node.HealthReport,
            TotalResources = ResourceReports.FromYarn(node.Capability),
            UsedResources = ResourceReports.FromYarn(node.Used),
        };
        result.Labels.AddRange(node.NodeLabels.Order(StringComparer.Ordinal));
        return result;
    }

    public static NodeStateProto State(NodeState state) => state switch
    {
        NodeState.Decommissioned => NodeStateProto.NsDecommissioned,
        NodeState.Decommissioning => NodeStateProto.NsDecommissioning,
        NodeState.Lost => NodeStateProto.NsLost,
        NodeState.Rebooted => NodeStateProto.NsRebooted,
        NodeState.Running => NodeStateProto.NsRunning,
        NodeState.Shutdown => NodeStateProto.NsShutdown,
        NodeState.Unhealthy => NodeStateProto.NsUnhealthy,
        _ => NodeStateProto.NsNew,
    };

    private static NodeState State(NodeStateProto state) => state switch
    {
        NodeStateProto.NsDecommissioned => NodeState.Decommissioned,
        NodeStateProto.NsDecommissioning => NodeState.Decommissioning,
        NodeStateProto.NsLost => NodeState.Lost,
        NodeStateProto.NsRebooted => NodeState.Rebooted,
        NodeStateProto.NsRunning => NodeState.Running,
        NodeStateProto.NsShutdown => NodeState.Shutdown,
        NodeStateProto.NsUnhealthy => NodeState.Unhealthy,
        _ => NodeState.New,
    };
}
