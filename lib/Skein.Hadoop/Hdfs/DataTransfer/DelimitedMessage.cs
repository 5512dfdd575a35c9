using Google.Protobuf;

namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>Protobuf messages behind their length, for a stream that is read as it arrives.</summary>
/// <remarks><code>message = varint length | length bytes</code></remarks>
internal static class DelimitedMessage
{
    /// <summary>Bytes the length of a message takes at most: seven bits a byte.</summary>
    public const int MaxVarintLength = 5;

    public static byte[] Encode(IMessage message)
    {
        var length = message.CalculateSize();
        var bytes = new byte[CodedOutputStream.ComputeLengthSize(length) + length];
        using var output = new CodedOutputStream(bytes);
        output.WriteMessage(message);
        output.CheckNoSpaceLeft();
        return bytes;
    }

    /// <summary>Reads the length at the front.</summary>
    /// <param name="bytes">What has arrived.</param>
    /// <param name="limit">The longest message that is accepted.</param>
    /// <param name="length">Length of the message.</param>
    /// <param name="used">Bytes the length itself takes.</param>
    /// <returns>False if more bytes must arrive first.</returns>
    /// <exception cref="DataTransferException">The length is broken or above the limit.</exception>
    public static bool TryReadLength(ReadOnlySpan<byte> bytes, int limit, out int length, out int used)
    {
        ulong value = 0;
        for (used = 0; used < Math.Min(bytes.Length, MaxVarintLength);)
        {
            var next = bytes[used];
            value |= (ulong)(next & 0x7F) << (7 * used++);
            if (next >= 0x80)
                continue;
            if (value > (ulong)limit)
                throw new DataTransferException($"a message of {value} bytes is announced; {limit} are accepted");
            length = (int)value;
            return true;
        }

        if (bytes.Length >= MaxVarintLength)
            throw new DataTransferException("the length of a message is broken");
        length = 0;
        return false;
    }

    /// <exception cref="DataTransferException">The bytes are no such message.</exception>
    public static T Parse<T>(MessageParser<T> parser, ReadOnlySpan<byte> bytes)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new DataTransferException($"a {typeof(T).Name} can not be parsed", e);
        }
    }
}
