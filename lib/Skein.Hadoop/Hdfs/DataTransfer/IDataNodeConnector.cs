using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>
/// The one place where a DataNode is dialled. Whatever a DataNode wants to see before the first operation, such as a SASL handshake
/// with the block's token or encryption, is this object's business: the stream it returns is ready for operations.
/// </summary>
internal interface IDataNodeConnector
{
    /// <summary>Opens a stream for the data transfer protocol.</summary>
    /// <param name="node">The DataNode.</param>
    /// <param name="blockToken">Token of the block that is going to be read or written; empty fields on a simple cluster.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="DataTransferException">The DataNode can not be reached or refuses.</exception>
    Task<Stream> ConnectAsync(DatanodeIDProto node, TokenProto blockToken, CancellationToken cancellation);

    /// <summary>Opens the channel for <see cref="HdfsProtocols.DataNode"/> calls about a block.</summary>
    IRpcChannel OpenChannel(DatanodeIDProto node, TokenProto blockToken);
}
