using System.Buffers;
using Google.Protobuf;

namespace Skein.Grpc;

/// <summary>Puts framed messages into a buffer.</summary>
internal static class MessageWriter
{
    /// <summary>Writes one message with its header. Nothing is written if it is refused.</summary>
    /// <exception cref="GrpcException">The message is larger than <paramref name="maxMessageSize"/> bytes.</exception>
    public static void Write<TMessage>(IBufferWriter<byte> output, TMessage message, int maxMessageSize)
        where TMessage : class, IMessage<TMessage>
    {
        var size = message.CalculateSize();
        if (size > maxMessageSize)
            throw MessageFrame.TooLarge("Refused to send", size, maxMessageSize);
        var span = output.GetSpan(MessageFrame.HeaderSize);
        MessageFrame.WriteHeader(span, size);
        if (span.Length - MessageFrame.HeaderSize >= size)
        {
            message.WriteTo(span.Slice(MessageFrame.HeaderSize, size));
            output.Advance(MessageFrame.HeaderSize + size);
            return;
        }

        output.Advance(MessageFrame.HeaderSize);
        message.WriteTo(output);
    }
}
