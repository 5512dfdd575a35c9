using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>Brings the packets of one block to its DataNodes, and goes on with the survivors when one of them fails.</summary>
/// <remarks>
/// While a pipeline stands, one task sends packets (and heartbeats when there are none) and another reads acknowledgements. When either
/// meets a fault both end; <see cref="PipelineRecoveryPolicy"/> says who survives, the block gets a new generation stamp, and what is
/// unacknowledged goes through the new pipeline.
/// </remarks>
internal sealed class BlockStreamer : IAsyncDisposable
{
    // A broken pipe is often followed by the acknowledgement that names the culprit.
    private static readonly TimeSpan VerdictPatience = TimeSpan.FromSeconds(2);

    private readonly FileBeingWritten _file;
    private readonly ChunkChecksum _checksum;
    private readonly HdfsClientContext _context;
    private readonly PacketWindow _window;
    private readonly PipelineRecoveryPolicy _policy = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;
    private readonly List<DatanodeInfoProto> _lost = [];
    private Pipeline _pipeline;

    /// <param name="file">The file.</param>
    /// <param name="checksum">How the data is covered.</param>
    /// <param name="context">Client settings.</param>
    /// <param name="pipeline">The block's pipeline.</param>
    /// <param name="connection">An open connection to it, owned from here on.</param>
    public BlockStreamer(
        FileBeingWritten file, ChunkChecksum checksum, HdfsClientContext context, Pipeline pipeline, PipelineConnection connection)
    {
        _file = file;
        _checksum = checksum;
        _context = context;
        _pipeline = pipeline;
        _window = new PacketWindow(context.Options.PacketWindow, context.Time);
        _running = RunAsync(connection);
    }

    /// <summary>The block with its present generation stamp and acknowledged length.</summary>
    public ExtendedBlockProto Block => _pipeline.BlockOf(_window.AcknowledgedBytes);

    /// <summary>DataNodes that failed while the block was written.</summary>
    public IReadOnlyList<DatanodeInfoProto> LostNodes => _lost;

    /// <summary>Takes a sealed packet over, when there is room.</summary>
    /// <exception cref="IOException">The block was given up.</exception>
    public ValueTask SendAsync(OutgoingPacket packet, CancellationToken cancellation) => _window.AddAsync(packet, cancellation);

    /// <summary>Waits until every DataNode has a packet.</summary>
    /// <exception cref="IOException">The block was given up.</exception>
    public Task WhenAcknowledgedAsync(long sequenceNumber, CancellationToken cancellation) =>
        _window.WhenAcknowledgedAsync(sequenceNumber, cancellation);

    /// <summary>Stops at once, whatever is still to be sent.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _window.Clear();
        _stopping.Dispose();
    }

    private async Task RunAsync(PipelineConnection connection)
    {
        try
        {
            for (var current = connection; current is not null;)
            {
                PipelineFaultException? fault;
                await using (current)
                    fault = await StreamAsync(current, _stopping.Token);
                current = fault is null ? null : await RecoverAsync(fault, _stopping.Token);
            }
        }
        catch (Exception e)
        {
            // Whoever writes, flushes or completes the file learns of it there.
            _window.Fail(e);
        }
    }

    /// <summary>Streams until the block is closed, which is null, or a DataNode fails.</summary>
    private async Task<PipelineFaultException?> StreamAsync(PipelineConnection connection, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sending = SendPacketsAsync(connection, ended.Token);
        var acknowledging = ReadAcknowledgementsAsync(connection, ended.Token);
        await Task.WhenAny(sending, acknowledging);
        if (sending.IsFaulted)
            await Task.WhenAny(acknowledging, Task.Delay(VerdictPatience, _context.Time, ended.Token));
        else
            await acknowledging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ended.CancelAsync();
        await Task.WhenAll(sending, acknowledging).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        if (acknowledging.IsCompletedSuccessfully)
            return null;
        return FaultOf(acknowledging)
            ?? FaultOf(sending)
            ?? throw new IOException($"{_file.Path}: writing failed", acknowledging.Exception ?? sending.Exception);
    }

    private static PipelineFaultException? FaultOf(Task task) => task.Exception?.GetBaseException() as PipelineFaultException;

    private async Task SendPacketsAsync(PipelineConnection connection, CancellationToken cancellation)
    {
        var patience = _context.Options.SocketTimeout / 2;
        while (true)
        {
            var packet = await _window.TakeAsync(patience, cancellation);
            if (packet is null)
            {
                await connection.SendHeartbeatAsync(cancellation);
                continue;
            }

            try
            {
                await connection.SendAsync(packet, cancellation);
                if (packet.IsLast)
                    return;
            }
            finally
            {
                packet.Release();
            }
        }
    }

    private async Task ReadAcknowledgementsAsync(PipelineConnection connection, CancellationToken cancellation)
    {
        while (true)
        {
            var sequenceNumber = await connection.ReadAcknowledgementAsync(cancellation);
            try
            {
                if (sequenceNumber != PacketFrame.HeartbeatSequenceNumber && _window.Acknowledge(sequenceNumber))
                    return;
            }
            catch (DataTransferException e)
            {
                throw connection.Blame(e);
            }
        }
    }

    /// <summary>Sets a pipeline up with the survivors; null if that has closed the block.</summary>
    /// <exception cref="FileSystemException">The block is given up.</exception>
    private async Task<PipelineConnection?> RecoverAsync(PipelineFaultException fault, CancellationToken cancellation)
    {
        while (true)
        {
            if (_policy.Decide(_pipeline, fault, _window.AcknowledgedSequenceNumber) is not { } survivors)
            {
                throw new FileSystemException(
                    FileSystemFault.ContentLost,
                    _file.Path,
                    $"{_pipeline.Block.Describe()} can not be written any further, no DataNode of its pipeline is left: {_policy.Faults}",
                    fault);
            }

            _context.ReportSurvivedFault($"{_file.Path}: {fault.Message}; going on with {survivors.Nodes.Count} DataNodes");
            _lost.AddRange(_pipeline.Nodes.Except(survivors.Nodes).Select(node => node.Info));
            _pipeline = survivors;
            var closing = _window.IsClosing;
            var renewed = await _context.NameNode.UpdateBlockForPipelineAsync(_file.Path, _context.ClientName, Block, cancellation);
            var request = WriteBlockRequest.Recover(
                _pipeline, renewed, _checksum, _context.ClientName, _window.AcknowledgedBytes, _window.SentBytes, closing);
            PipelineConnection connection;
            try
            {
                connection = await PipelineConnection.OpenAsync(_context, _pipeline, renewed.BlockToken, request, cancellation);
            }
            catch (PipelineFaultException e)
            {
                fault = e;
                continue;
            }

            await UpdatePipelineAsync(connection, renewed, cancellation);
            if (!closing)
            {
                _window.Rewind();
                return connection;
            }

            await connection.DisposeAsync();
            _window.Acknowledge(_window.AcknowledgedSequenceNumber + 1);
            return null;
        }
    }

    private async Task UpdatePipelineAsync(
        PipelineConnection connection, LocatedBlockProto renewed, CancellationToken cancellation)
    {
        var next = _pipeline with { Block = new ExtendedBlockProto(renewed.B), Token = renewed.BlockToken };
        var request = new UpdatePipelineRequestProto
        {
            ClientName = _context.ClientName,
            OldBlock = Block,
            NewBlock = next.BlockOf(_window.AcknowledgedBytes),
        };
        request.NewNodes.AddRange(next.Nodes.Select(node => node.Info.Id));
        request.StorageIDs.AddRange(next.Nodes.Select(node => node.StorageId));
        try
        {
            await _context.NameNode.UpdatePipelineAsync(_file.Path, request, cancellation);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        _pipeline = next;
    }
}
