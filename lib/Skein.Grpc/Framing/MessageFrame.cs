using System.Buffers;
using System.Buffers.Binary;

namespace Skein.Grpc;

/// <summary>Length-prefixed messages inside HTTP/2 DATA frames, whose borders have no meaning to gRPC.</summary>
/// <remarks>
/// <code>
/// stream  = *message
/// message = flag length payload
/// flag    = %x00 / %x01        ; 1: payload is compressed with grpc-encoding
/// length  = 4OCTET             ; unsigned, big endian, bytes of payload
/// </code>
/// </remarks>
internal static class MessageFrame
{
    /// <summary>Bytes of flag and length.</summary>
    public const int HeaderSize = sizeof(byte) + sizeof(uint);

    /// <summary>Parses a header.</summary>
    /// <returns>False if <paramref name="buffer"/> ends before the header does.</returns>
    /// <exception cref="GrpcException">The flag is neither 0 nor 1, so the stream is out of step.</exception>
    public static bool TryReadHeader(in ReadOnlySequence<byte> buffer, out MessageHeader header)
    {
        header = default;
        if (buffer.Length < HeaderSize)
            return false;
        Span<byte> bytes = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(bytes);
        header = ReadHeader(bytes);
        return true;
    }

    /// <summary>Parses one whole message from the start of <paramref name="buffer"/>.</summary>
    /// <param name="buffer">Bytes received so far.</param>
    /// <param name="maxMessageSize">Largest payload accepted, in bytes. It is checked as soon as the header is there.</param>
    /// <param name="payload">The payload, a slice of <paramref name="buffer"/>.</param>
    /// <returns>False if the message is not complete yet.</returns>
    /// <exception cref="GrpcException">The message is too large, compressed, or no message at all.</exception>
    public static bool TryRead(in ReadOnlySequence<byte> buffer, int maxMessageSize, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        if (!TryReadHeader(buffer, out var header))
            return false;
        Check(header, maxMessageSize);
        if (buffer.Length < HeaderSize + header.Length)
            return false;
        payload = buffer.Slice(HeaderSize, header.Length);
        return true;
    }

    /// <summary>Parses one whole message from the start of <paramref name="buffer"/>, as the overload for sequences does.</summary>
    /// <exception cref="GrpcException">The message is too large, compressed, or no message at all.</exception>
    public static bool TryRead(ReadOnlySpan<byte> buffer, int maxMessageSize, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (buffer.Length < HeaderSize)
            return false;
        var header = ReadHeader(buffer);
        Check(header, maxMessageSize);
        if (buffer.Length - HeaderSize < header.Length)
            return false;
        payload = buffer.Slice(HeaderSize, (int)header.Length);
        return true;
    }

    /// <summary>Writes the header of an uncompressed message.</summary>
    /// <param name="destination">At least <see cref="HeaderSize"/> bytes.</param>
    /// <param name="length">Bytes of payload.</param>
    public static void WriteHeader(Span<byte> destination, int length)
    {
        destination[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(destination[1..], length);
    }

    /// <summary>The refusal of a message past the limit.</summary>
    public static GrpcException TooLarge(string verb, long size, int maxMessageSize) =>
        new(GrpcStatusCode.ResourceExhausted, $"{verb} a message of {size} bytes; the limit is {maxMessageSize} bytes");

    private static MessageHeader ReadHeader(ReadOnlySpan<byte> bytes) => bytes[0] <= 1
        ? new MessageHeader(bytes[0] == 1, BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]))
        : throw new GrpcException(GrpcStatusCode.Internal, $"A message starts with flag {bytes[0]}; only 0 and 1 are defined");

    private static void Check(MessageHeader header, int maxMessageSize)
    {
        if (header.Compressed)
            throw new GrpcException(GrpcStatusCode.Unimplemented, "A message is compressed; only the identity encoding is supported");
        if (header.Length > (uint)maxMessageSize)
            throw TooLarge("Received", header.Length, maxMessageSize);
    }
}
