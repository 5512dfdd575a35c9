using Google.Protobuf;

namespace Skein.Grpc;

/// <summary>Sends the responses of one stream.</summary>
/// <typeparam name="TResponse">Message sent.</typeparam>
public sealed class GrpcResponseWriter<TResponse> : IDisposable
    where TResponse : class, IMessage<TResponse>
{
    private readonly GrpcServerCall _call;

    // Keeps the parts of one message together.
    private readonly SemaphoreSlim _turn = new(1, 1);

    internal GrpcResponseWriter(GrpcServerCall call) => _call = call;

    /// <summary>
    /// Sends one response. It completes when the transport has taken the message, so a client that does not read holds its writer back;
    /// concurrent writes are sent one after the other.
    /// </summary>
    /// <exception cref="OperationCanceledException">The call or <paramref name="cancellation"/> was cancelled.</exception>
    /// <exception cref="GrpcException">The message is larger than the server's limit.</exception>
    public async ValueTask WriteAsync(TResponse response, CancellationToken cancellation = default)
    {
        await _turn.WaitAsync(_call.Cancellation);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            await _call.SendAsync(response);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();
}
