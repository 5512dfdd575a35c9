namespace Skein.Hadoop.Rpc;

/// <summary>Protobuf messages behind their length: <c>varint n | n bytes</c>.</summary>
internal static class Delimited
{
    // Lengths are 32 bit: a fifth byte carries the upper four, a sixth is no length.
    private const int MaxVarintLength = 5;

    /// <summary>Takes one delimited item off the front.</summary>
    /// <exception cref="InvalidDataException">The length is broken, or larger than what is left.</exception>
    public static ReadOnlySpan<byte> Read(scoped ref ReadOnlySpan<byte> bytes)
    {
        uint length = 0;
        var used = 0;
        while (true)
        {
            if (used == bytes.Length || used == MaxVarintLength)
                throw new InvalidDataException("The length of a message is broken");
            var next = bytes[used];
            length |= (uint)(next & 0x7F) << (7 * used++);
            if (next < 0x80)
                break;
        }

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
