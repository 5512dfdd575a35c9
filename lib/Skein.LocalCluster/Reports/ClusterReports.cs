using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Applications;

namespace Skein.LocalCluster.Reports;

/// <summary>The cluster itself as YARN's reports.</summary>
internal static class ClusterReports
{
    public static GetClusterMetricsResponseProto Metrics(ClusterState state) => new()
    {
        ClusterMetrics = new YarnClusterMetricsProto { NumNodeManagers = state.Nodes.Count, NumActiveNms = state.Nodes.Count },
    };

    public static GetClusterNodesResponseProto Nodes(ClusterState state, GetClusterNodesRequestProto request)
    {
        var response = new GetClusterNodesResponseProto();
        if (request.NodeStates.Count > 0 && !request.NodeStates.Contains(NodeStateProto.NsRunning))
            return response;
        foreach (var node in state.Nodes)
        {
            var description = node.Node.Description;
            var report = new NodeReportProto
            {
                NodeId = description.Id,
                HttpAddress = description.HttpAddress,
                RackName = description.Rack,
                Used = node.Used.ToMessage(),
                Capability = description.Capability,
                NumContainers = node.Containers,
                NodeState = NodeStateProto.NsRunning,
                HealthReport = "",
                LastHealthReportTime = state.Timestamp,
            };
            if (description.Label.Length > 0)
                report.NodeLabels.Add(description.Label);
            response.NodeReports.Add(report);
        }

        return response;
    }

    public static GetAllResourceTypeInfoResponseProto ResourceTypes(ClusterState state)
    {
        var response = new GetAllResourceTypeInfoResponseProto();
        Add(ContainerResources.Memory, "Mi");
        Add(ContainerResources.VirtualCores, "");
        foreach (var (type, _) in state.Total.Others.Entries)
            Add(type, "");
        return response;

        void Add(string name, string units) =>
            response.ResourceTypeInfo.Add(new ResourceTypeInfoProto { Name = name, Units = units, Type = ResourceTypesProto.Countable });
    }

    public static GetClusterNodeLabelsResponseProto Labels(ClusterState state)
    {
        var response = new GetClusterNodeLabelsResponseProto();
        foreach (var label in state.Labels)
            response.NodeLabels.Add(new NodeLabelProto { Name = label, IsExclusive = true });
        return response;
    }

    public static GetNodesToLabelsResponseProto NodeLabels(ClusterState state)
    {
        var response = new GetNodesToLabelsResponseProto();
        foreach (var node in state.Nodes.Where(node => node.Label.Length > 0))
            response.NodeToLabels.Add(new NodeIdToLabelsProto { NodeId = node.Node.Description.Id, NodeLabels = { node.Label } });
        return response;
    }
}
