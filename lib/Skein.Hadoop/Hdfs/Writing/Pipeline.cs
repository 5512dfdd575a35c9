using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>The DataNodes that write a block, nearest first: each passes the data on to the next.</summary>
/// <param name="Block">The block with the generation stamp that the replicas have.</param>
/// <param name="Token">Token that allows writing it.</param>
/// <param name="Nodes">The DataNodes.</param>
internal sealed record Pipeline(ExtendedBlockProto Block, TokenProto Token, IReadOnlyList<PipelineNode> Nodes)
{
    /// <summary>The pipeline that the NameNode proposes for a new block.</summary>
    public static Pipeline Of(LocatedBlockProto located)
    {
        var nodes = new List<PipelineNode>();
        for (var index = 0; index < located.Locs.Count; index++)
        {
            var type = index < located.StorageTypes.Count ? located.StorageTypes[index] : StorageTypeProto.Disk;
            var id = index < located.StorageIDs.Count ? located.StorageIDs[index] : "";
            nodes.Add(new PipelineNode(located.Locs[index], type, id));
        }

        return new Pipeline(located.B, located.BlockToken, nodes);
    }

    /// <summary>The same block without one DataNode.</summary>
    public Pipeline Without(int node) => this with { Nodes = [.. Nodes.Where((_, index) => index != node)] };

    /// <summary>The block with another length.</summary>
    public ExtendedBlockProto BlockOf(long length) => new(Block) { NumBytes = (ulong)length };

    /// <summary>Position of the DataNode that others call <paramref name="transferAddress"/>; 0 if it is none of them.</summary>
    public int IndexOf(string transferAddress)
    {
        for (var index = 0; index < Nodes.Count; index++)
        {
            if (Nodes[index].Info.TransferAddress() == transferAddress)
                return index;
        }

        return 0;
    }
}
