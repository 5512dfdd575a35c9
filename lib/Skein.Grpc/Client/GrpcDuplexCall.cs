using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace Skein.Grpc;

/// <summary>
/// An open call with a stream of requests and a stream of responses. Reading and writing are independent of each other; each takes one
/// caller at a time. Disposing ends the call, and tells the server unless both halves have ended.
/// </summary>
/// <typeparam name="TRequest">Message sent.</typeparam>
/// <typeparam name="TResponse">Message received.</typeparam>
public sealed class GrpcDuplexCall<TRequest, TResponse> : IAsyncDisposable
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly GrpcMethod<TRequest, TResponse> _method;
    private readonly HttpRequestMessage _message;
    private readonly OpenContent _body;
    private readonly int _maxMessageSize;
    private readonly string _server;
    private readonly CancellationToken _cancelled;
    private readonly CancellationTokenSource _end;
    private readonly Task<HttpResponseMessage> _response;

    internal GrpcDuplexCall(
        GrpcMethod<TRequest, TResponse> method,
        HttpMessageInvoker http,
        HttpRequestMessage message,
        OpenContent body,
        int maxMessageSize,
        string server,
        CancellationToken cancellation)
    {
        _method = method;
        _message = message;
        _body = body;
        _maxMessageSize = maxMessageSize;
        _server = server;
        _cancelled = cancellation;
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _response = SendAsync(http);
    }

    /// <summary>Sends one request; waits while the server does not read. Cancelling a write in progress ends the whole call.</summary>
    /// <exception cref="GrpcException">The call has failed, or the message is too large.</exception>
    public async Task WriteAsync(TRequest request, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, cancellation);
        try
        {
            var stream = await _body.Stream.WaitAsync(either.Token);
            var frame = new System.Buffers.ArrayBufferWriter<byte>();
            MessageWriter.Write(frame, request, _maxMessageSize);
            await stream.WriteAsync(frame.WrittenMemory, either.Token);
            await stream.FlushAsync(either.Token);
        }
        catch (Exception e) when (e is not GrpcException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw await FindStatusAsync(e, either.Token);
        }
    }

    /// <summary>Closes this side's half; responses go on.</summary>
    public void CompleteRequests() => _body.Complete();

    /// <summary>The responses, until the server ends the call with OK.</summary>
    /// <exception cref="GrpcException">The call ended with another status.</exception>
    /// <exception cref="OperationCanceledException">The call or <paramref name="cancellation"/> was cancelled.</exception>
    public async IAsyncEnumerable<TResponse> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, cancellation);
        var input = await OpenResponseAsync(cancellation);
        while (await ReadAsync(input, either.Token, cancellation) is { } response)
            yield return response;
        if (CallFailure.FromTrailers(await _response, _server) is { } failed)
            throw failed;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _body.Abandon(new OperationCanceledException("The call was disposed"));
        try
        {
            (await _response).Dispose();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The call never opened; whoever used it has been told.
        }

        _message.Dispose();
        _end.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMessageInvoker http)
    {
        try
        {
            return await http.SendAsync(_message, _end.Token);
        }
        catch (Exception e)
        {
            _body.Abandon(e);
            throw;
        }
    }

    private async Task<PipeReader> OpenResponseAsync(CancellationToken cancellation)
    {
        try
        {
            var response = await _response.WaitAsync(cancellation);
            if (CallFailure.FromHeaders(response, _server) is { } refused)
                throw refused;
            return PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellation));
        }
        catch (Exception e) when (e is not GrpcException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw Translate(e);
        }
    }

    // A server that refuses the call ends the stream, which the writer sees as broken; the reason is in the response.
    private async Task<Exception> FindStatusAsync(Exception exception, CancellationToken cancellation)
    {
        try
        {
            return CallFailure.FromHeaders(await _response.WaitAsync(cancellation), _server) ?? Translate(exception);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return Translate(e);
        }
    }

    private async ValueTask<TResponse?> ReadAsync(PipeReader input, CancellationToken either, CancellationToken cancellation)
    {
        try
        {
            return await MessageReader.ReadAsync(input, _method.ResponseParser, _maxMessageSize, either);
        }
        catch (Exception e) when (e is not GrpcException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw Translate(e);
        }
    }

    private Exception Translate(Exception exception)
    {
        if (_cancelled.IsCancellationRequested)
            return new OperationCanceledException(_cancelled);
        return _end.IsCancellationRequested
            ? new ObjectDisposedException(nameof(GrpcDuplexCall<TRequest, TResponse>))
            : CallFailure.FromTransport(exception, _server);
    }
}
