using System.Buffers.Binary;

namespace Skein.Grpc;

/// <summary>What is inside of frames.</summary>
internal static class FramePayload
{
    private const int PrioritySize = 5;

    /// <summary>Data or header block without padding and priority, RFC 9113 sections 6.1 and 6.2.</summary>
    /// <remarks>
    /// <code>
    /// payload  = [pad-length] [priority] content padding
    /// priority = 4OCTET OCTET
    /// </code>
    /// </remarks>
    /// <exception cref="ConnectionErrorException">The padding is longer than the payload.</exception>
    public static ReadOnlySpan<byte> ReadContent(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        var padding = 0;
        if (header.Has(FrameFlags.Padded))
        {
            if (payload.IsEmpty)
                throw new ConnectionErrorException(ErrorCode.FrameSizeError, "A padded frame is empty");
            padding = payload[0];
            payload = payload[1..];
        }

        if (header.Type == FrameType.Headers && header.Has(FrameFlags.Priority))
        {
            if (payload.Length < PrioritySize)
                throw new ConnectionErrorException(ErrorCode.FrameSizeError, "A HEADERS frame ends inside its priority");
            payload = payload[PrioritySize..];
        }

        return padding <= payload.Length
            ? payload[..^padding]
            : throw new ConnectionErrorException(ErrorCode.ProtocolError, "The padding is longer than the frame");
    }

    /// <summary>The increment of WINDOW_UPDATE, RFC 9113 section 6.9; 0 is an error of the stream or the connection.</summary>
    /// <exception cref="ConnectionErrorException">The payload is not four bytes.</exception>
    public static int ReadIncrement(ReadOnlySpan<byte> payload) => payload.Length == 4
        ? BinaryPrimitives.ReadInt32BigEndian(payload) & int.MaxValue
        : throw new ConnectionErrorException(ErrorCode.FrameSizeError, "A WINDOW_UPDATE frame is not of 4 bytes");
}
