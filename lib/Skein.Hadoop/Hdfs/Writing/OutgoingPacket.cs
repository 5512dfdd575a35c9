using System.Buffers;
using Skein.Hadoop.Hdfs.DataTransfer;

namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>One packet on its way: data as it is collected, then a finished frame that can be sent more than once.</summary>
/// <remarks>
/// One buffer holds <c>room for lengths and header | room for checksums | data</c>. Sealing puts checksums and header right in front of
/// the data, so that the frame is one piece. Whoever uses the packet holds it; the buffer goes back when nobody does.
/// </remarks>
internal sealed class OutgoingPacket
{
    private readonly ChunkChecksum _checksum;
    private readonly byte[] _buffer;
    private readonly int _dataStart;
    private readonly int _capacity;
    private int _frameStart;
    private int _holders = 1;

    /// <param name="checksum">How the data is covered.</param>
    /// <param name="capacity">Bytes of data: a whole number of chunks.</param>
    /// <param name="offset">Where in the block the data begins: at a chunk's start.</param>
    public OutgoingPacket(ChunkChecksum checksum, int capacity, long offset)
    {
        _checksum = checksum;
        _capacity = capacity;
        _dataStart = PacketFrame.LengthsSize + PacketFrame.MaxHeaderLength + checksum.LengthFor(capacity);
        _buffer = ArrayPool<byte>.Shared.Rent(_dataStart + capacity);
        Offset = offset;
    }

    /// <summary>Where in the block the data begins.</summary>
    public long Offset { get; }

    /// <summary>Bytes of data so far.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes that still fit.</summary>
    public int Room => _capacity - Length;

    /// <summary>Where in the block the data ends.</summary>
    public long End => Offset + Length;

    public long SequenceNumber { get; private set; }

    /// <summary>Whether this is the empty packet that ends the block.</summary>
    public bool IsLast { get; private set; }

    /// <summary>The data so far.</summary>
    public ReadOnlySpan<byte> Data => _buffer.AsSpan(_dataStart, Length);

    /// <summary>The bytes to send, once sealed.</summary>
    public ReadOnlyMemory<byte> Frame => _buffer.AsMemory(_frameStart, _dataStart + Length - _frameStart);

    /// <summary>Adds data; at most <see cref="Room"/> bytes.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        data.CopyTo(_buffer.AsSpan(_dataStart + Length, Room));
        Length += data.Length;
    }

    /// <summary>Computes the checksums and writes the header.</summary>
    public void Seal(long sequenceNumber, bool isLast)
    {
        SequenceNumber = sequenceNumber;
        IsLast = isLast;
        var checksums = _checksum.LengthFor(Length);
        var checksumStart = _dataStart - checksums;
        _checksum.Compute(Data, _buffer.AsSpan(checksumStart, checksums));
        var frame = new PacketFrame(checksums, Length, Offset, sequenceNumber, isLast);
        _frameStart = checksumStart - frame.WriteBackwards(_buffer.AsSpan(0, checksumStart));
    }

    /// <summary>Keeps the buffer until <see cref="Release"/> is called once more.</summary>
    public void Hold() => Interlocked.Increment(ref _holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            ArrayPool<byte>.Shared.Return(_buffer);
    }
}
