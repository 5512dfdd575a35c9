using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Hdfs;

/// <summary>What the readers and writers of one file system share.</summary>
/// <param name="NameNode">The NameNode.</param>
/// <param name="Connector">Opens streams to DataNodes.</param>
/// <param name="Options">Settings.</param>
/// <param name="ClientName">The name that holds the leases; unique for each file system object.</param>
/// <param name="Time">Clock of time-outs, heartbeats and pauses.</param>
internal sealed record HdfsClientContext(
    NameNodeClient NameNode, IDataNodeConnector Connector, HdfsOptions Options, string ClientName, TimeProvider Time)
{
    /// <summary>Opens a connection to a DataNode.</summary>
    /// <param name="node">The DataNode.</param>
    /// <param name="blockToken">Token of the block concerned.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="followers">DataNodes behind this one in a pipeline: each may add to the time an answer takes.</param>
    /// <exception cref="DataTransferException">The DataNode can not be reached or refuses.</exception>
    public async Task<DataNodeConnection> ConnectAsync(
        DatanodeIDProto node, TokenProto blockToken, CancellationToken cancellation, int followers = 0)
    {
        var stream = await Connector.ConnectAsync(node, blockToken, cancellation);
        var extension = TimeSpan.FromSeconds(5) * followers;
        return new DataNodeConnection(stream, Options.SocketTimeout + extension, Options.WriteTimeout + extension, Time);
    }

    /// <summary>Tells of a fault that was survived.</summary>
    public void ReportSurvivedFault(string fault) => Options.OnSurvivedFault?.Invoke(fault);
}
