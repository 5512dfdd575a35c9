using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace Skein.Grpc;

/// <summary>A stream of requests and a stream of responses.</summary>
internal sealed class DuplexHandler<TRequest, TResponse>(
    GrpcMethod<TRequest, TResponse> method,
    Func<IAsyncEnumerable<TRequest>, GrpcResponseWriter<TResponse>, GrpcServerCall, Task> handler) : GrpcHandler
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <inheritdoc />
    public override bool IsStreaming => true;

    /// <inheritdoc />
    public override Task InvokeAsync(GrpcServerCall call, ReadOnlySpan<byte> request) => ServeAsync(call);

    private async Task ServeAsync(GrpcServerCall call)
    {
        using var responses = new GrpcResponseWriter<TResponse>(call);
        await handler(ReadRequestsAsync(call, CancellationToken.None), responses, call);
    }

    private async IAsyncEnumerable<TRequest> ReadRequestsAsync(
        GrpcServerCall call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation, cancellation);
        while (await call.Requests!.ReadAsync(method.RequestParser, either.Token) is { } request)
            yield return request;
    }
}
