using System.Buffers;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Hdfs.Reading;

/// <summary>Reads a range of one block from one DataNode and checks every byte against its checksum.</summary>
/// <remarks>
/// The DataNode sends whole chunks, so the first packet may begin before the range and the last one end behind it. An empty packet
/// follows; it is answered with a status, which tells the DataNode that the data arrived sound.
/// </remarks>
internal sealed class BlockReader : IAsyncDisposable
{
    private readonly DataNodeConnection _connection;
    private readonly ExtendedBlockProto _block;
    private readonly ChunkChecksum _checksum;
    private readonly byte[] _head = new byte[1024];
    private readonly long _end;
    private byte[] _packet = [];
    private int _start;
    private int _available;
    private long _nextOffset;
    private long _nextSequenceNumber;

    private BlockReader(
        DataNodeConnection connection, ExtendedBlockProto block, long offset, long length, ReadOpChecksumInfoProto checksum)
    {
        _connection = connection;
        _block = block;
        _checksum = new ChunkChecksum(checksum.Checksum.Type, checksum.Checksum.BytesPerChecksum);
        _nextOffset = (long)checksum.ChunkOffset;
        Position = offset;
        _end = offset + length;
        if (_nextOffset < 0 || _nextOffset > offset || offset - _nextOffset >= _checksum.BytesPerChunk)
            throw new DataTransferException($"wants to begin at {checksum.ChunkOffset} where {offset} was asked for");
    }

    /// <summary>Where in the block the next byte comes from.</summary>
    public long Position { get; private set; }

    /// <summary>Asks for a range of a block. The connection is owned from here on, also when this fails.</summary>
    /// <exception cref="DataTransferException">The DataNode refuses or the connection fails.</exception>
    public static async Task<BlockReader> OpenAsync(
        DataNodeConnection connection,
        ExtendedBlockProto block,
        TokenProto token,
        string clientName,
        long offset,
        long length,
        CancellationToken cancellation)
    {
        try
        {
            var request = CreateRequest(block, token, clientName, offset, length);
            await connection.WriteAsync(DataTransferRequest.Encode(DataTransferOperation.ReadBlock, request), cancellation);
            var response = await connection.ReadMessageAsync(BlockOpResponseProto.Parser, cancellation);
            if (response.Status != Status.Success)
                throw new DataTransferException($"refuses to send {block.Describe()}: {response.Status} {response.Message}".TrimEnd());
            if (response.ReadOpChecksumInfo is not { } checksum)
                throw new DataTransferException($"does not say which checksums {block.Describe()} has");
            return new BlockReader(connection, block, offset, length, checksum);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The request for a range of a block.</summary>
    public static OpReadBlockProto CreateRequest(
        ExtendedBlockProto block, TokenProto token, string clientName, long offset, long length) => new()
        {
            Header = new ClientOperationHeaderProto
            {
                BaseHeader = new BaseHeaderProto { Block = block, Token = token },
                ClientName = clientName,
            },
            Offset = (ulong)offset,
            Len = (ulong)length,
        };

    /// <summary>Reads some bytes; 0 at the end of the range.</summary>
    /// <exception cref="DataTransferException">The connection fails, or a checksum does not match.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellation)
    {
        if (!await FillAsync(cancellation))
            return 0;
        var count = Math.Min(target.Length, _available);
        _packet.AsSpan(_start, count).CopyTo(target.Span);
        Take(count);
        if (Position == _end)
            await FinishAsync(cancellation);
        return count;
    }

    /// <summary>Passes over bytes of the range. They are checked all the same.</summary>
    public async ValueTask SkipAsync(long count, CancellationToken cancellation)
    {
        while (count > 0 && await FillAsync(cancellation))
        {
            var part = (int)Math.Min(count, _available);
            Take(part);
            count -= part;
        }
    }

    public ValueTask DisposeAsync()
    {
        Release();
        return _connection.DisposeAsync();
    }

    private void Take(int count)
    {
        _start += count;
        _available -= count;
        Position += count;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        while (_available == 0 && Position < _end)
        {
            var frame = await ReadPacketAsync(cancellation);
            if (frame.DataLength == 0)
                throw new DataTransferException($"ended {_block.Describe()} at {_nextOffset}, before {_end}");
            var before = (int)Math.Min(Position - frame.Offset, frame.DataLength);
            _start = frame.ChecksumLength + before;
            _available = (int)Math.Min(frame.DataLength - before, _end - Position);
        }

        return _available > 0;
    }

    private async ValueTask<PacketFrame> ReadPacketAsync(CancellationToken cancellation)
    {
        await _connection.ReadExactAsync(_head.AsMemory(0, PacketFrame.LengthsSize), cancellation);
        var (body, headerLength) = PacketFrame.ReadLengths(_head);
        await _connection.ReadExactAsync(_head.AsMemory(0, headerLength), cancellation);
        var frame = PacketFrame.ReadHeader(_head.AsSpan(0, headerLength), body, _checksum);
        if (frame.Offset != _nextOffset || frame.SequenceNumber != _nextSequenceNumber)
        {
            throw new DataTransferException(
                $"sent packet {frame.SequenceNumber} at {frame.Offset} where {_nextSequenceNumber} at {_nextOffset} is due");
        }

        if (_packet.Length < body)
        {
            Release();
            _packet = ArrayPool<byte>.Shared.Rent(body);
        }

        await _connection.ReadExactAsync(_packet.AsMemory(0, body), cancellation);
        var checksums = _packet.AsSpan(0, frame.ChecksumLength);
        var wrong = _checksum.FindMismatch(_packet.AsSpan(frame.ChecksumLength, frame.DataLength), checksums);
        if (wrong >= 0)
        {
            throw new DataTransferException(
                $"sent {_block.Describe()} with a wrong checksum at offset {frame.Offset + wrong} of the block");
        }

        _nextOffset += frame.DataLength;
        _nextSequenceNumber++;
        return frame;
    }

    private async ValueTask FinishAsync(CancellationToken cancellation)
    {
        try
        {
            await ReadPacketAsync(cancellation);
            var status = Delimited.Encode(new ClientReadStatusProto { Status = Status.ChecksumOk });
            await _connection.WriteAsync(status, cancellation);
        }
        catch (DataTransferException)
        {
            // All bytes asked for have arrived and were sound; that the farewell fails changes nothing for the reader.
        }
    }

    private void Release()
    {
        _available = 0;
        if (_packet.Length > 0)
            ArrayPool<byte>.Shared.Return(_packet);
        _packet = [];
    }
}
