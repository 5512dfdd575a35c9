using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.Submission.Clusters;

/// <summary>What a cluster knows of its nodes.</summary>
public sealed class NodeQueries
{
    private readonly ResourceManagerClient _resourceManager;

    internal NodeQueries(ResourceManagerClient resourceManager) => _resourceManager = resourceManager;

    /// <summary>The nodes in the given states, by id; no states: in any.</summary>
    public async Task<IReadOnlyList<NodeReport>> ListAsync(IEnumerable<NodeState> states, CancellationToken cancellation)
    {
        var request = new GetClusterNodesRequestProto();
        foreach (var state in states)
            request.NodeStates.Add(NodeReports.State(state));
        var response = await _resourceManager.GetClusterNodesAsync(request, cancellation);
        return [.. response.NodeReports.Select(NodeReports.FromYarn).OrderBy(node => node.Id, StringComparer.Ordinal)];
    }
}
