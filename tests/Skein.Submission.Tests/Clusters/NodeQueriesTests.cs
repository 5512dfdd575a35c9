using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;
using Skein.Submission.Clusters;

namespace Skein.Submission.Tests.Clusters;

public sealed class NodeQueriesTests
{
    private readonly FakeResourceManager _resourceManager = new FakeResourceManager().Answer<GetClusterNodesRequestProto>(
        "getClusterNodes",
        _ => new GetClusterNodesResponseProto { NodeReports = { Node("b", NodeStateProto.NsLost), Node("a", NodeStateProto.NsRunning) } });

    [Fact]
    public async Task Nodes_come_by_id_with_what_they_have_and_use()
    {
        var nodes = await new NodeQueries(new ResourceManagerClient(_resourceManager)).ListAsync([], TestContext.Current.CancellationToken);
        Assert.Equal(["a:8041", "b:8041"], nodes.Select(node => node.Id));
        Assert.Equal([NodeState.Running, NodeState.Lost], nodes.Select(node => node.State));
        Assert.Equal(new Resources { Memory = 4096, Vcores = 8, Gpus = 2, Custom = { Licence } }, nodes[0].TotalResources);
        Assert.Equal(new Resources(), nodes[0].UsedResources);
        Assert.Equal(["fast", "ssd"], nodes[0].Labels);
        Assert.Equal(("/rack", "a:8042", "fine"), (nodes[0].RackName, nodes[0].HttpAddress, nodes[0].HealthReport));
    }

    [Theory]
    [InlineData(NodeState.Decommissioned, NodeStateProto.NsDecommissioned)]
    [InlineData(NodeState.Decommissioning, NodeStateProto.NsDecommissioning)]
    [InlineData(NodeState.Lost, NodeStateProto.NsLost)]
    [InlineData(NodeState.New, NodeStateProto.NsNew)]
    [InlineData(NodeState.Rebooted, NodeStateProto.NsRebooted)]
    [InlineData(NodeState.Running, NodeStateProto.NsRunning)]
    [InlineData(NodeState.Shutdown, NodeStateProto.NsShutdown)]
    [InlineData(NodeState.Unhealthy, NodeStateProto.NsUnhealthy)]
    public async Task Nodes_are_asked_for_by_YARNs_own_states(NodeState state, NodeStateProto yarns)
    {
        await new NodeQueries(new ResourceManagerClient(_resourceManager)).ListAsync([state], TestContext.Current.CancellationToken);
        Assert.Equal([yarns], ((GetClusterNodesRequestProto)Assert.Single(_resourceManager.Requests)).NodeStates);
    }

    private static ResourceAmount Licence => new() { Name = "example.com/licence", Value = 3, Units = "k" };

    private static NodeReportProto Node(string host, NodeStateProto state) => new()
    {
        NodeId = new NodeIdProto { Host = host, Port = 8041 },
        HttpAddress = $"{host}:8042",
        RackName = "/rack",
        NodeState = state,
        HealthReport = "fine",
        NodeLabels = { "ssd", "fast" },
        Capability = new ResourceProto
        {
            Memory = 4096,
            VirtualCores = 8,
            ResourceValueMap =
            {
                new ResourceInformationProto { Key = "memory-mb", Value = 4096, Units = "Mi" },
                new ResourceInformationProto { Key = "vcores", Value = 8 },
                new ResourceInformationProto { Key = "yarn.io/gpu", Value = 2 },
                new ResourceInformationProto { Key = Licence.Name, Value = Licence.Value, Units = Licence.Units },
            },
        },
    };
}
