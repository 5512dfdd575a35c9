using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs.Reading;

/// <summary>An open file of HDFS: seeks, goes from block to block, and to the next replica when one fails. Asynchronous only.</summary>
internal sealed class HdfsReadStream : FileReadStream
{
    // Up to here reading on is cheaper than a new connection.
    private const long MaxSkip = 128 * 1024;

    private readonly string _path;
    private readonly LocatedFile _file;
    private readonly HdfsClientContext _context;
    private readonly ReplicaChoice _choice = new();
    private BlockReader? _reader;
    private LocatedBlockProto? _block;
    private DatanodeInfoProto? _node;
    private bool _disposed;

    public HdfsReadStream(string path, LocatedFile file, HdfsClientContext context)
    {
        _path = path;
        _file = file;
        _context = context;
    }

    public override long Length => _file.Length;

    protected override string Name => _path;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (buffer.IsEmpty || Position >= Length)
            return 0;
        while (true)
        {
            var reader = await PositionReaderAsync(cancellationToken);
            try
            {
                var count = await reader.ReadAsync(buffer, cancellationToken);
                Advance(count);
                return count;
            }
            catch (DataTransferException e)
            {
                await FailReplicaAsync(e);
            }
            catch (OperationCanceledException)
            {
                // The connection stands in the middle of a packet.
                await CloseReaderAsync();
                throw;
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _disposed = true;
        await CloseReaderAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        // Closing a connection does not wait for the peer.
        if (disposing)
            CloseReaderAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    private async ValueTask<BlockReader> PositionReaderAsync(CancellationToken cancellation)
    {
        if (_reader is { } current && _block is { } block)
        {
            var ahead = Position - (long)block.Offset - current.Position;
            var inBlock = Position < (long)(block.Offset + block.B.NumBytes);
            if (inBlock && ahead == 0)
                return current;
            if (inBlock && ahead is > 0 and <= MaxSkip && await TrySkipAsync(current, ahead, cancellation))
                return current;
            await CloseReaderAsync();
        }

        return await OpenReaderAsync(cancellation);
    }

    private async ValueTask<bool> TrySkipAsync(BlockReader reader, long count, CancellationToken cancellation)
    {
        try
        {
            await reader.SkipAsync(count, cancellation);
            return true;
        }
        catch (DataTransferException e)
        {
            await FailReplicaAsync(e);
            return false;
        }
    }

    private async Task<BlockReader> OpenReaderAsync(CancellationToken cancellation)
    {
        _block = await _file.FindAsync(Position, cancellation);
        while (true)
        {
            _node = _choice.Next(_block);
            if (_node is null)
            {
                if (!_choice.MayAskAgain())
                {
                    throw new FileSystemException(
                        FileSystemFault.Other, _path, $"{_block.B.Describe()} can not be read from any DataNode: {_choice.Faults}");
                }

                _block = await _file.RefreshAsync(Position, cancellation);
                continue;
            }

            try
            {
                var offset = Position - (long)_block.Offset;
                var connection = await _context.ConnectAsync(_node.Id, _block.BlockToken, cancellation);
                return _reader = await BlockReader.OpenAsync(
                    connection, _block.B, _block.BlockToken, _context.ClientName, offset, (long)_block.B.NumBytes - offset, cancellation);
            }
            catch (DataTransferException e)
            {
                await FailReplicaAsync(e);
            }
        }
    }

    private async ValueTask FailReplicaAsync(DataTransferException fault)
    {
        await CloseReaderAsync();
        if (_node is { } node)
            _context.ReportSurvivedFault($"{_path}: {_choice.Failed(node, fault.Message)}");
    }

    private ValueTask CloseReaderAsync()
    {
        var reader = _reader;
        _reader = null;
        return reader?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
