using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Skein.Grpc;

/// <summary>Takes messages off a pipe. Nothing is buffered beyond the message being read, whose size is limited.</summary>
internal static class MessageReader
{
    /// <summary>Reads the next message.</summary>
    /// <returns>The message, or null at the end of the stream.</returns>
    /// <exception cref="GrpcException">The bytes are no message, or the stream ends inside one.</exception>
    public static async ValueTask<TMessage?> ReadAsync<TMessage>(
        PipeReader input, MessageParser<TMessage> parser, int maxMessageSize, CancellationToken cancellation)
        where TMessage : class, IMessage<TMessage>
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellation);
            var buffer = result.Buffer;
            var consumed = buffer.Start;
            var examined = buffer.End;
            try
            {
                if (MessageFrame.TryRead(buffer, maxMessageSize, out var payload))
                {
                    consumed = examined = payload.End;
                    return Parse(parser, payload);
                }

                if (result.IsCompleted)
                    return buffer.IsEmpty ? null : throw Truncated(buffer.Length);
            }
            finally
            {
                input.AdvanceTo(consumed, examined);
            }
        }
    }

    /// <summary>Parses the payload of a message.</summary>
    /// <exception cref="GrpcException">It is no protobuf.</exception>
    public static TMessage Parse<TMessage>(MessageParser<TMessage> parser, ReadOnlySpan<byte> payload)
        where TMessage : class, IMessage<TMessage>
    {
        try
        {
            return parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Invalid(payload.Length, e);
        }
    }

    /// <summary>The refusal of a stream that ends inside a message.</summary>
    public static GrpcException Truncated(long received) =>
        new(GrpcStatusCode.Internal, $"The stream ended inside a message, after {received} of its bytes");

    private static TMessage Parse<TMessage>(MessageParser<TMessage> parser, in ReadOnlySequence<byte> payload)
        where TMessage : class, IMessage<TMessage>
    {
        try
        {
            return parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Invalid(payload.Length, e);
        }
    }

    private static GrpcException Invalid(long length, InvalidProtocolBufferException cause) =>
        new(GrpcStatusCode.Internal, $"A message of {length} bytes is not valid protobuf: {cause.Message}", cause);
}
