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
    public override Task InvokeAsync(GrpcServerCall call, ReadOnlySpan<byte> request)
    {
        var response = handler(MessageReader.Parse(method.RequestParser, request), call);
        return response.IsCompletedSuccessfully ? call.RespondAsync(response.Result) : RespondLaterAsync(call, response);
    }

    private static async Task RespondLaterAsync(GrpcServerCall call, Task<TResponse> response) => await call.RespondAsync(await response);
}
