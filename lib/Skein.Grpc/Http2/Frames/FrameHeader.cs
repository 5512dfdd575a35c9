using System.Buffers.Binary;

namespace Skein.Grpc;

/// <summary>The nine bytes in front of every frame.</summary>
/// <remarks>
/// RFC 9113 section 4.1:
/// <code>
/// header = length type flags stream
/// length = 3OCTET  ; bytes of payload
/// type   = OCTET
/// flags  = OCTET
/// stream = 4OCTET  ; the highest bit has no meaning
/// </code>
/// </remarks>
internal readonly record struct FrameHeader(int Length, FrameType Type, FrameFlags Flags, int Stream)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 9;

    /// <summary>Largest payload unless SETTINGS_MAX_FRAME_SIZE allows more.</summary>
    public const int DefaultMaxLength = 16 * 1024;

    /// <summary>Parses a header from at least <see cref="Size"/> bytes.</summary>
    public static FrameHeader Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadInt32BigEndian(source) >>> 8,
        (FrameType)source[3],
        (FrameFlags)source[4],
        BinaryPrimitives.ReadInt32BigEndian(source[5..]) & int.MaxValue);

    /// <summary>Writes the header into at least <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, (Length << 8) | (byte)Type);
        destination[4] = (byte)Flags;
        BinaryPrimitives.WriteInt32BigEndian(destination[5..], Stream);
    }

    public bool Has(FrameFlags flag) => (Flags & flag) != 0;
}
