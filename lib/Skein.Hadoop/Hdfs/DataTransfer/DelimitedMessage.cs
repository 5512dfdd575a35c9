using Google.Protobuf;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>Messages of a DataNode, as <see cref="Delimited"/> has them; what is wrong with them is the DataNode's fault.</summary>
internal static class DelimitedMessage
{
    /// <summary>Reads the length at the front, and checks it before memory is taken for the message.</summary>
    /// <param name="bytes">What has arrived.</param>
    /// <param name="limit">The longest message that is accepted.</param>
    /// <param name="length">Length of the message.</param>
    /// <param name="used">Bytes the length itself takes.</param>
    /// <returns>False if more bytes must arrive first.</returns>
    /// <exception cref="DataTransferException">The length is broken or above the limit.</exception>
    public static bool TryReadLength(ReadOnlySpan<byte> bytes, int limit, out int length, out int used)
    {
        length = 0;
        uint announced;
        try
        {
            if (!Delimited.TryReadLength(bytes, out announced, out used))
                return false;
        }
        catch (InvalidDataException e)
        {
            throw new DataTransferException("the length of a message is broken", e);
        }

        if (announced > (uint)limit)
            throw new DataTransferException($"a message of {announced} bytes is announced; {limit} are accepted");
        length = (int)announced;
        return true;
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
