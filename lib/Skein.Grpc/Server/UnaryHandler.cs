using Google.Protobuf;

namespace Skein.Grpc;

/// <summary>One request, one response.</summary>
internal sealed class UnaryHandler<TRequest, TResponse>(
    GrpcMethod<TRequest, TResponse> method, Func<TRequest, GrpcServerCall, Task<TResponse>> handler) : GrpcHandler
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <inheritdoc />
    public override bool IsStreaming => false;

    /// <inheritdoc />
    public override async Task InvokeAsync(GrpcServerCall call)
    {
        var request = await RequestReader.ReadSingleAsync(call, method.RequestParser, call.ReadCancellation);
        var response = await handler(request, call);
        // Not flushed: the transport sends headers, message and trailers together when the call ends.
        MessageWriter.Write(call.BeginBody(), response, call.MaxMessageSize);
    }
}
