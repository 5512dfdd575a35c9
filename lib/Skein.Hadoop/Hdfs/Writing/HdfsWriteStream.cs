using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>A file of HDFS being written: cuts the data into packets and blocks, and completes or removes the file in the end.</summary>
/// <remarks>
/// Only the last data packet of a block may end inside a chunk. After a flush in the middle of one, the next packet therefore begins at
/// that chunk's start and brings its bytes once more.
/// </remarks>
internal sealed class HdfsWriteStream : TransactionalWriteStream
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
    private long _position;
    private long _blockLength;
    private long _flushedLength;
    private long _nextSequenceNumber;

    /// <param name="file">The created file.</param>
    /// <param name="blockSize">Bytes of a block: a whole number of chunks.</param>
    /// <param name="checksum">How the data is covered.</param>
    /// <param name="context">Client settings.</param>
    /// <param name="lease">Keeps the lease while the file is open; owned from here on.</param>
    public HdfsWriteStream(
        FileBeingWritten file, long blockSize, ChunkChecksum checksum, HdfsClientContext context, LeaseRenewer.Hold lease)
        : base(file.Path)
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

    protected override async ValueTask AppendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellation)
    {
        while (!buffer.IsEmpty)
        {
            var packet = await GetPacketAsync(cancellation);
            var count = (int)Math.Min(Math.Min(packet.Room, _blockSize - _blockLength), buffer.Length);
            packet.Append(buffer.Span[..count]);
            buffer = buffer[count..];
            _blockLength += count;
            _position += count;
            if (_blockLength == _blockSize)
                await EndBlockAsync(cancellation);
            else if (packet.Room == 0)
                await SendPacketAsync(cancellation);
        }
    }

    protected override async Task ShowAsync(CancellationToken cancellation)
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

    protected override async Task CompleteAsync()
    {
        await EndBlockAsync(CancellationToken.None);
        await _file.CompleteAsync(_previous, CancellationToken.None);
    }

    // Where the removal fails the NameNode ends the file by itself, since nobody renews its lease.
    protected override async Task RemoveAsync(CancellationToken cancellation)
    {
        _packet?.Release();
        _packet = null;
        if (_streamer is { } streamer)
        {
            _streamer = null;
            await streamer.DisposeAsync();
        }

        await _file.RemoveAsync(cancellation);
    }

    protected override ValueTask ReleaseAsync() => _lease.DisposeAsync();

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
}
