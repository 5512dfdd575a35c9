using Google.Protobuf;

namespace Skein.Hadoop.Rpc.Server;

/// <summary>A method by the types of its messages.</summary>
internal sealed class MessageHandler<TRequest, TResponse>(
    MessageParser<TRequest> parser, Func<TRequest, RpcCaller, CancellationToken, Task<TResponse>> handler) : RpcHandler
    where TRequest : IMessage<TRequest>
    where TResponse : IMessage<TResponse>
{
    public override Task<IMessage> InvokeAsync(ReadOnlySpan<byte> request, RpcCaller caller, CancellationToken cancellation) =>
        AnswerAsync(parser.ParseFrom(request), caller, cancellation);

    private async Task<IMessage> AnswerAsync(TRequest request, RpcCaller caller, CancellationToken cancellation) =>
        await handler(request, caller, cancellation);
}
