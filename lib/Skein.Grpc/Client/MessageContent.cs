using System.Buffers;
using System.Net;
using Google.Protobuf;

namespace Skein.Grpc;

/// <summary>The body of a call with one request.</summary>
internal sealed class MessageContent<TRequest>(TRequest request, int maxMessageSize) : HttpContent
    where TRequest : class, IMessage<TRequest>
{
    private readonly ArrayBufferWriter<byte> _frame = Frame(request, maxMessageSize);

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_frame.WrittenMemory, cancellationToken).AsTask();

    /// <inheritdoc />
    protected override bool TryComputeLength(out long length)
    {
        // gRPC bodies carry no content-length.
        length = 0;
        return false;
    }

    // Before the call is sent, so that a message past the limit never opens a stream.
    private static ArrayBufferWriter<byte> Frame(TRequest request, int maxMessageSize)
    {
        var frame = new ArrayBufferWriter<byte>();
        MessageWriter.Write(frame, request, maxMessageSize);
        return frame;
    }
}
