using System.Buffers.Binary;
using Google.Protobuf;
using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>The lengths in front of a packet, and the packet's header, in both directions.</summary>
/// <remarks>
/// <code>
/// packet   = u32 big-endian length | u16 big-endian header length | header | checksums | data
/// length   = 4 + bytes of checksums + bytes of data: it counts itself, but neither the header nor the header's length
/// header   = PacketHeaderProto, whose numbers have a fixed width: 25 bytes, 27 with syncBlock, at most 33
/// </code>
/// A block ends with an empty packet marked as the last one. Offset and sequence number of a heartbeat are 0 and -1.
/// </remarks>
internal readonly record struct PacketFrame(int ChecksumLength, int DataLength, long Offset, long SequenceNumber, bool IsLast)
{
    /// <summary>Bytes of the two lengths.</summary>
    public const int LengthsSize = sizeof(uint) + sizeof(ushort);

    /// <summary>The longest header this side writes.</summary>
    public const int MaxHeaderLength = 33;

    /// <summary>The sequence number of heartbeats and of their acknowledgements.</summary>
    public const long HeartbeatSequenceNumber = -1;

    // Headers may grow with later versions; packets are 64 KiB by default and limited to 16 MiB by Hadoop itself.
    private const int MaxPeerHeaderLength = 1024;
    private const int MaxPeerLength = 16 * 1024 * 1024;

    /// <summary>Reads and checks the two lengths.</summary>
    /// <returns>Bytes of checksums and data together, and bytes of the header.</returns>
    /// <exception cref="DataTransferException">A length is out of bounds.</exception>
    public static (int Body, int Header) ReadLengths(ReadOnlySpan<byte> lengths)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(lengths);
        int header = BinaryPrimitives.ReadUInt16BigEndian(lengths[sizeof(uint)..]);
        if (length is < sizeof(uint) or > MaxPeerLength)
            throw new DataTransferException($"a packet of length {length} is announced; 4 to {MaxPeerLength} are possible");
        if (header is 0 or > MaxPeerHeaderLength)
            throw new DataTransferException($"a packet header of {header} bytes is announced; 1 to {MaxPeerHeaderLength} are possible");
        return (length - sizeof(uint), header);
    }

    /// <summary>Reads a header and checks it against the lengths.</summary>
    /// <param name="header">The bytes of the header.</param>
    /// <param name="body">Bytes of checksums and data together.</param>
    /// <param name="checksum">What the block's data is covered by.</param>
    /// <exception cref="DataTransferException">Header and lengths contradict each other.</exception>
    public static PacketFrame ReadHeader(ReadOnlySpan<byte> header, int body, ChunkChecksum checksum)
    {
        var message = DelimitedMessage.Parse(PacketHeaderProto.Parser, header);
        if (message.DataLen < 0 || message.DataLen > body)
            throw new DataTransferException($"a packet says it holds {message.DataLen} bytes of data in {body}");
        if (message.OffsetInBlock < 0)
            throw new DataTransferException($"a packet says it begins at {message.OffsetInBlock} in its block");
        var checksums = body - message.DataLen;
        if (checksums != checksum.LengthFor(message.DataLen))
            throw new DataTransferException($"a packet brings {checksums} bytes of checksums for {message.DataLen} bytes of data");
        return new PacketFrame(checksums, message.DataLen, message.OffsetInBlock, message.Seqno, message.LastPacketInBlock);
    }

    /// <summary>Writes lengths and header so that they end where <paramref name="target"/> ends.</summary>
    /// <param name="target">At least <see cref="LengthsSize"/> and <see cref="MaxHeaderLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int WriteBackwards(Span<byte> target)
    {
        var header = new PacketHeaderProto
        {
            OffsetInBlock = Offset,
            Seqno = SequenceNumber,
            LastPacketInBlock = IsLast,
            DataLen = DataLength,
        };
        var headerLength = header.CalculateSize();
        var size = LengthsSize + headerLength;
        target = target[^size..];
        BinaryPrimitives.WriteInt32BigEndian(target, sizeof(uint) + ChecksumLength + DataLength);
        BinaryPrimitives.WriteUInt16BigEndian(target[sizeof(uint)..], (ushort)headerLength);
        header.WriteTo(target[LengthsSize..]);
        return size;
    }
}
