using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Nodes.Logs;

/// <summary>Takes an application's logs off a node once nothing of it runs there, for they are deleted afterwards.</summary>
public interface ILogGatherer
{
    /// <summary>Gathers the logs of an application's containers on one node.</summary>
    /// <param name="applicationId">The application's id as text.</param>
    /// <param name="user">Whom it belongs to.</param>
    /// <param name="node">The node they ran on.</param>
    /// <param name="containers">Each container that ran there, in the order of their starts; a directory may be missing.</param>
    /// <param name="patterns">Which logs are gathered; null: all.</param>
    /// <param name="cancellation">Fires when the node stops.</param>
    /// <returns>Whether the logs can be read from now on; false if they could not be gathered.</returns>
    Task<bool> GatherAsync(
        string applicationId,
        string user,
        NodeDescription node,
        IReadOnlyList<GatheredContainer> containers,
        LogAggregationContextProto? patterns,
        CancellationToken cancellation);
}
