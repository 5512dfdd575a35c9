using System.Runtime.ExceptionServices;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>A file of HDFS being written: cuts the data into packets and blocks, and completes or removes the file in the end.</summary>
/// <remarks>
/// Only the last data packet of a block may end inside a chunk. After a flush in the middle of one, the next packet therefore begins at
/// that chunk's start and brings its bytes once more.
/// </remarks>
internal sealed class HdfsWriteStream : FileWriteStream
{
    private readonly FileBeingWritten _file;
    private readonly BlockAllocator _allocator;
    private readonly ChunkChecksum _checksum;
    private readonly HdfsClientContext _context;
    private readonly LeaseRenewer.Hold _lease;
    private readonly long _blockSize;
    private readonly int _packetCapacity;
    private BlockStreamer? _streamer;
    private OutgoingPacket? _packet;
    private ExtendedBlockProto? _previous;
    private Exception? _fault;
    private long _position;
    private long _blockLength;
    private long _flushedLength;
    private long _nextSequenceNumber;
    private bool _ended;

    /// <param name="file">The created file.</param>
    /// <param name="blockSize">Bytes of a block: a whole number of chunks.</param>
    /// <param name="checksum">How the data is covered.</param>
    /// <param name="context">Client settings.</param>
    /// <param name="lease">Keeps the lease while the file is open; owned from here on.</param>
    public HdfsWriteStream(
        FileBeingWritten file, long blockSize, ChunkChecksum checksum, HdfsClientContext context, LeaseRenewer.Hold lease)
    {
        _file = file;
        _allocator = new BlockAllocator(file, checksum, context);
        _blockSize = blockSize;
        _checksum = checksum;
        _context = context;
        _lease = lease;
        var perChunk = checksum.BytesPerChunk + checksum.Size;
        var chunks = Math.Max((context.Options.PacketSize - PacketFrame.MaxHeaderLength) / perChunk, 1);
        _packetCapacity = chunks * checksum.BytesPerChunk;
    }

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable();
        try
        {
            while (!buffer.IsEmpty)
            {
                var packet = await GetPacketAsync(cancellationToken);
                var count = (int)Math.Min(Math.Min(packet.Room, _blockSize - _blockLength), buffer.Length);
                packet.Append(buffer.Span[..count]);
                buffer = buffer[count..];
                _blockLength += count;
                _position += count;
                if (_blockLength == _blockSize)
                    await EndBlockAsync(cancellationToken);
                else if (packet.Room == 0)
                    await SendPacketAsync(cancellationToken);
            }
        }
        catch (Exception e)
        {
            _fault ??= e;
            throw;
        }
    }

    public override async Task HflushAsync(CancellationToken cancellation)
    {
        ThrowIfUnusable();
        try
        {
            if (_streamer is null)
                return;
            var kept = await SendPartialPacketAsync(cancellation);
            await _streamer.WhenAcknowledgedAsync(_nextSequenceNumber - 1, cancellation);
            if (kept.Length > 0)
            {
                _packet = new OutgoingPacket(_checksum, _packetCapacity, _blockLength - kept.Length);
                _packet.Append(kept);
            }
        }
        catch (Exception e)
        {
            _fault ??= e;
            throw;
        }
    }

    public override async Task AbortAsync(CancellationToken cancellation)
    {
        if (_ended)
            return;
        _ended = true;
        try
        {
            await ReleaseAsync();
            await _file.RemoveAsync(cancellation);
        }
        finally
        {
            await _lease.DisposeAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        if (_fault is null)
        {
            try
            {
                await EndBlockAsync(CancellationToken.None);
                await _file.CompleteAsync(_previous, CancellationToken.None);
                _ended = true;
                await _lease.DisposeAsync();
                return;
            }
            catch (Exception e)
            {
                _fault = e;
            }
        }

        try
        {
            await AbortAsync(CancellationToken.None);
        }
        catch (IOException)
        {
            // The first fault is what the caller needs to know; without a lease the NameNode ends the file by itself.
        }

        ExceptionDispatchInfo.Throw(_fault);
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_fault is not null)
            throw new IOException($"{_file.Path}: an earlier write has failed: {_fault.Message}", _fault);
    }

    private async ValueTask<OutgoingPacket> GetPacketAsync(CancellationToken cancellation)
    {
        if (_streamer is null)
        {
            var (pipeline, connection) = await _allocator.AllocateAsync(_previous, cancellation);
            _streamer = new BlockStreamer(_file, _checksum, _context, pipeline, connection);
            (_blockLength, _flushedLength, _nextSequenceNumber) = (0, 0, 0);
        }

        return _packet ??= new OutgoingPacket(_checksum, _packetCapacity, _blockLength);
    }

    private async ValueTask SendPacketAsync(CancellationToken cancellation)
    {
        if (_packet is not { } packet)
            return;
        _packet = null;
        await SendAsync(packet, isLast: false, cancellation);
        _flushedLength = _blockLength;
    }

    /// <summary>Sends what there is, unless all of it was sent before.</summary>
    /// <returns>The bytes of the chunk that is not full yet.</returns>
    private async ValueTask<byte[]> SendPartialPacketAsync(CancellationToken cancellation)
    {
        if (_packet is null)
            return [];
        var kept = _packet.Data[^(int)(_blockLength % _checksum.BytesPerChunk)..].ToArray();
        if (_flushedLength == _blockLength)
        {
            _packet.Release();
            _packet = null;
        }

        await SendPacketAsync(cancellation);
        return kept;
    }

    private async ValueTask EndBlockAsync(CancellationToken cancellation)
    {
        if (_streamer is null)
            return;
        await SendPartialPacketAsync(cancellation);
        await SendAsync(new OutgoingPacket(_checksum, 0, _blockLength), isLast: true, cancellation);
        await _streamer.WhenAcknowledgedAsync(_nextSequenceNumber - 1, cancellation);
        _previous = _streamer.Block;
        _allocator.Exclude(_streamer.LostNodes);
        var finished = _streamer;
        _streamer = null;
        await finished.DisposeAsync();
    }

    private async ValueTask SendAsync(OutgoingPacket packet, bool isLast, CancellationToken cancellation)
    {
        packet.Seal(_nextSequenceNumber, isLast);
        try
        {
            await _streamer!.SendAsync(packet, cancellation);
        }
        catch
        {
            packet.Release();
            throw;
        }

        _nextSequenceNumber++;
    }

    private async ValueTask ReleaseAsync()
    {
        _packet?.Release();
        _packet = null;
        if (_streamer is { } streamer)
        {
            _streamer = null;
            await streamer.DisposeAsync();
        }
    }
}
