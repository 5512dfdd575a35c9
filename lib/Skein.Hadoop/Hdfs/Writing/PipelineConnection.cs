using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>The connection to a pipeline's first DataNode: set-up, packets out, acknowledgements in. Faults name the DataNode to blame.</summary>
/// <remarks>
/// An acknowledgement has one status for each DataNode, nearest first. It is given when the packet has reached the last of them; the
/// first status that is no success is the DataNode to blame. A lost connection is the first DataNode's fault.
/// </remarks>
internal sealed class PipelineConnection : IAsyncDisposable
{
    private static readonly byte[] Heartbeat = EncodeHeartbeat();

    private readonly DataNodeConnection _connection;
    private readonly Pipeline _pipeline;

    private PipelineConnection(DataNodeConnection connection, Pipeline pipeline)
    {
        _connection = connection;
        _pipeline = pipeline;
    }

    /// <summary>Sets a pipeline up.</summary>
    /// <param name="context">Connector, time-outs.</param>
    /// <param name="pipeline">The DataNodes.</param>
    /// <param name="token">Token of the block.</param>
    /// <param name="request">The request, as <see cref="WriteBlockRequest"/> makes it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PipelineFaultException">A DataNode can not be reached or refuses.</exception>
    public static async Task<PipelineConnection> OpenAsync(
        HdfsClientContext context, Pipeline pipeline, TokenProto token, OpWriteBlockProto request, CancellationToken cancellation)
    {
        DataNodeConnection? connection = null;
        try
        {
            var followers = pipeline.Nodes.Count - 1;
            connection = await context.ConnectAsync(pipeline.Nodes[0].Info.Id, token, cancellation, followers);
            await connection.WriteAsync(DataTransferRequest.Encode(DataTransferOperation.WriteBlock, request), cancellation);
            var response = await connection.ReadMessageAsync(BlockOpResponseProto.Parser, cancellation);
            if (response.Status != Status.Success)
            {
                var reason = $"can not be set up to write {pipeline.Block.Describe()}: {response.Status} {response.Message}".TrimEnd();
                throw new PipelineFaultException(pipeline, pipeline.IndexOf(response.FirstBadLink), response.Status, reason);
            }

            var opened = new PipelineConnection(connection, pipeline);
            connection = null;
            return opened;
        }
        catch (DataTransferException e)
        {
            throw Blame(pipeline, e);
        }
        finally
        {
            if (connection is not null)
                await connection.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <exception cref="PipelineFaultException">The connection is lost.</exception>
    public ValueTask SendAsync(OutgoingPacket packet, CancellationToken cancellation) => SendAsync(packet.Frame, cancellation);

    /// <summary>Shows the DataNodes that the writer lives.</summary>
    /// <exception cref="PipelineFaultException">The connection is lost.</exception>
    public ValueTask SendHeartbeatAsync(CancellationToken cancellation) => SendAsync(Heartbeat, cancellation);

    /// <summary>The next acknowledgement's sequence number; heartbeats have theirs too.</summary>
    /// <exception cref="PipelineFaultException">A DataNode failed, or the connection is lost.</exception>
    public async ValueTask<long> ReadAcknowledgementAsync(CancellationToken cancellation)
    {
        PipelineAckProto acknowledgement;
        try
        {
            acknowledgement = await _connection.ReadMessageAsync(PipelineAckProto.Parser, cancellation);
        }
        catch (DataTransferException e)
        {
            throw Blame(_pipeline, e);
        }

        var replies = acknowledgement.Reply;
        for (var node = 0; node < Math.Min(replies.Count, _pipeline.Nodes.Count); node++)
        {
            if (replies[node] != Status.Success)
                throw new PipelineFaultException(_pipeline, node, replies[node], $"failed while writing: {replies[node]}");
        }

        if (acknowledgement.Seqno != PacketFrame.HeartbeatSequenceNumber && replies.Count != _pipeline.Nodes.Count)
        {
            throw Blame(_pipeline, new DataTransferException(
                $"acknowledged for {replies.Count} DataNodes of the {_pipeline.Nodes.Count} in the pipeline"));
        }

        return acknowledgement.Seqno;
    }

    /// <summary>The fault of a connection is that of the DataNode it leads to.</summary>
    public PipelineFaultException Blame(DataTransferException fault) => Blame(_pipeline, fault);

    private static PipelineFaultException Blame(Pipeline pipeline, DataTransferException fault) =>
        new(pipeline, 0, fault.Fault == DataTransferFault.TokenRefused ? Status.ErrorAccessToken : Status.Error, fault.Message, fault);

    private static byte[] EncodeHeartbeat()
    {
        Span<byte> frame = stackalloc byte[PacketFrame.LengthsSize + PacketFrame.MaxHeaderLength];
        var size = new PacketFrame(0, 0, 0, PacketFrame.HeartbeatSequenceNumber, false).WriteBackwards(frame);
        return frame[^size..].ToArray();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        try
        {
            await _connection.WriteAsync(frame, cancellation);
        }
        catch (DataTransferException e)
        {
            throw Blame(e);
        }
    }
}
