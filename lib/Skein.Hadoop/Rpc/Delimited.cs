using Google.Protobuf;

namespace Skein.Hadoop.Rpc;

/// <summary>Protobuf messages behind their length: <c>varint n | n bytes</c>.</summary>
internal static class Delimited
{
    // Lengths are 32 bit: a fifth byte carries the upper four, a sixth is no length.
    private const int MaxVarintLength = 5;

    /// <summary>Bytes that a message takes with its length.</summary>
    public static int LengthOf(IMessage message)
    {
        var length = message.CalculateSize();
        return checked(CodedOutputStream.ComputeLengthSize(length) + length);
    }

    /// <summary>Writes a message behind its length to the front, and gives the bytes it took.</summary>
    public static int Write(IMessage message, Span<byte> target)
    {
        var length = message.CalculateSize();
        var used = 0;
        for (var rest = (uint)length; rest >= 0x80; rest >>= 7)
            target[used++] = (byte)(rest | 0x80);
        target[used] = (byte)(length >> (7 * used));
        used++;
        message.WriteTo(target.Slice(used, length));
        return used + length;
    }

    /// <summary>A message behind its length.</summary>
    public static byte[] Encode(IMessage message)
    {
        var bytes = new byte[LengthOf(message)];
        Write(message, bytes);
        return bytes;
    }

    /// <summary>Reads the length at the front.</summary>
    /// <param name="bytes">What has arrived.</param>
    /// <param name="length">Length of the message.</param>
    /// <param name="used">Bytes the length itself takes.</param>
    /// <returns>False if more bytes must arrive first.</returns>
    /// <exception cref="InvalidDataException">The length is broken.</exception>
    public static bool TryReadLength(ReadOnlySpan<byte> bytes, out uint length, out int used)
    {
        ulong value = 0;
        for (used = 0; used < Math.Min(bytes.Length, MaxVarintLength);)
        {
            var next = bytes[used];
            value |= (ulong)(next & 0x7F) << (7 * used++);
            if (next >= 0x80)
                continue;
            if (value > uint.MaxValue)
                break;
            length = (uint)value;
            return true;
        }

        length = 0;
        return used < MaxVarintLength ? false : throw new InvalidDataException("The length of a message is broken");
    }

    /// <summary>Takes one delimited item off the front.</summary>
    /// <exception cref="InvalidDataException">The length is broken, or larger than what is left.</exception>
    public static ReadOnlySpan<byte> Read(scoped ref ReadOnlySpan<byte> bytes)
    {
        if (!TryReadLength(bytes, out var length, out var used))
            throw new InvalidDataException("The length of a message is broken");
        var rest = bytes[used..];
        if (length > (uint)rest.Length)
            throw new InvalidDataException($"A message of {length} bytes is announced where {rest.Length} bytes are left");
        bytes = rest[(int)length..];
        return rest[..(int)length];
    }

    /// <summary>The one delimited item that fills all the bytes.</summary>
    /// <exception cref="InvalidDataException">The length is broken, or bytes are missing or left over.</exception>
    public static ReadOnlySpan<byte> ReadOnly(ReadOnlySpan<byte> bytes)
    {
        var item = Read(ref bytes);
        return bytes.IsEmpty ? item : throw new InvalidDataException($"{bytes.Length} bytes follow the message");
    }
}
