using Google.Protobuf;

namespace Skein.Hadoop.Rpc;

/// <summary>A call that waits for its answer.</summary>
/// <param name="parser">Parser of the answer's message.</param>
internal sealed class RpcCall<TResponse>(MessageParser<TResponse> parser) : IRpcCall
    where TResponse : IMessage<TResponse>
{
    private readonly TaskCompletionSource<TResponse> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResponse> Answer => _answer.Task;

    public bool IsAbandoned { get; set; }

    public void Complete(ReadOnlySpan<byte> message) => _answer.TrySetResult(parser.ParseFrom(message));

    public void Fail(Exception failure) => _answer.TrySetException(failure);
}
