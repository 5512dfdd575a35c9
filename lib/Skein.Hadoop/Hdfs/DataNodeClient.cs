using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Hdfs;

/// <summary>The calls of <see cref="HdfsProtocols.DataNode"/>, named as Hadoop names them.</summary>
internal sealed class DataNodeClient
{
    private readonly IRpcChannel _channel;

    /// <param name="channel">A channel of <see cref="HdfsProtocols.DataNode"/>.</param>
    public DataNodeClient(IRpcChannel channel) => _channel = channel;

    /// <summary>Bytes of a block still being written that readers may see on this DataNode.</summary>
    public async Task<long> GetReplicaVisibleLengthAsync(ExtendedBlockProto block, CancellationToken cancellation)
    {
        var response = await _channel.CallAsync(
            "getReplicaVisibleLength",
            new GetReplicaVisibleLengthRequestProto { Block = block },
            GetReplicaVisibleLengthResponseProto.Parser,
            cancellation);
        return (long)response.Length;
    }
}
