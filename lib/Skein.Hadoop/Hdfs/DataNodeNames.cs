using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs;

/// <summary>How DataNodes and blocks are named in messages and compared.</summary>
internal static class DataNodeNames
{
    /// <summary><c>ip:port</c> of data transfer, as DataNodes name each other.</summary>
    public static string TransferAddress(this DatanodeInfoProto node) => $"{node.Id.IpAddr}:{node.Id.XferPort}";

    /// <summary>Host name and port of data transfer, for people.</summary>
    public static string Describe(this DatanodeInfoProto node) => $"DataNode {node.Id.HostName}:{node.Id.XferPort}";

    /// <summary><c>blk_ID_STAMP</c>, as Hadoop's own logs have it.</summary>
    public static string Describe(this ExtendedBlockProto block) => $"blk_{(long)block.BlockId}_{block.GenerationStamp}";
}
