using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>The request that sets a pipeline up. It goes to the first DataNode and names the ones behind it.</summary>
internal static class WriteBlockRequest
{
    /// <summary>For a block that nothing was written to yet.</summary>
    public static OpWriteBlockProto Create(Pipeline pipeline, ChunkChecksum checksum, string clientName) =>
        Build(pipeline, pipeline.Token, checksum, clientName, OpWriteBlockProto.Types.BlockConstructionStage.PipelineSetupCreate);

    /// <summary>For the survivors of a pipeline that broke.</summary>
    /// <param name="pipeline">The survivors; the block has the generation stamp that their replicas were written with.</param>
    /// <param name="renewed">The block's new generation stamp and token.</param>
    /// <param name="checksum">How the data is covered.</param>
    /// <param name="clientName">The lease's holder.</param>
    /// <param name="acknowledged">Bytes that every replica has at least.</param>
    /// <param name="sent">Bytes that no replica has more of.</param>
    /// <param name="closing">Whether a replica may be closed already: then the request itself closes the others, and no packet follows.</param>
    public static OpWriteBlockProto Recover(
        Pipeline pipeline,
        LocatedBlockProto renewed,
        ChunkChecksum checksum,
        string clientName,
        long acknowledged,
        long sent,
        bool closing)
    {
        var stage = closing
            ? OpWriteBlockProto.Types.BlockConstructionStage.PipelineCloseRecovery
            : OpWriteBlockProto.Types.BlockConstructionStage.PipelineSetupStreamingRecovery;
        var acknowledgedPipeline = pipeline with { Block = pipeline.BlockOf(acknowledged) };
        var request = Build(acknowledgedPipeline, renewed.BlockToken, checksum, clientName, stage);
        request.MinBytesRcvd = (ulong)acknowledged;
        request.MaxBytesRcvd = (ulong)sent;
        request.LatestGenerationStamp = renewed.B.GenerationStamp;
        return request;
    }

    private static OpWriteBlockProto Build(
        Pipeline pipeline,
        TokenProto token,
        ChunkChecksum checksum,
        string clientName,
        OpWriteBlockProto.Types.BlockConstructionStage stage)
    {
        var first = pipeline.Nodes[0];
        var request = new OpWriteBlockProto
        {
            Header = new ClientOperationHeaderProto
            {
                BaseHeader = new BaseHeaderProto { Block = pipeline.Block, Token = token },
                ClientName = clientName,
            },
            Stage = stage,
            PipelineSize = (uint)pipeline.Nodes.Count,
            MinBytesRcvd = 0,
            MaxBytesRcvd = 0,
            LatestGenerationStamp = 0,
            RequestedChecksum = checksum.ToMessage(),
            StorageType = first.StorageType,
            StorageId = first.StorageId,
        };
        foreach (var next in pipeline.Nodes.Skip(1))
        {
            request.Targets.Add(next.Info);
            request.TargetStorageTypes.Add(next.StorageType);
            request.TargetStorageIds.Add(next.StorageId);
        }

        return request;
    }
}
