using System.Buffers;
using System.Threading.Channels;
using Google.Protobuf;

namespace Skein.Hadoop.Rpc;

/// <summary>
/// One connection, past its login. One loop writes, one reads, and everything that ends the connection goes through
/// <see cref="Break"/>: the first cause is kept, every waiting call fails with it, later calls are refused with it.
/// </summary>
internal sealed class RpcConnection : IAsyncDisposable
{
    // Frames that wait for the writer; callers beyond that wait themselves.
    private const int OutboxCapacity = 64;

    // Small frames that wait together leave in one write.
    private const int BatchLength = 64 << 10;

    // After a failed write the server's own explanation may still be on its way.
    private static readonly TimeSpan ExplanationTime = TimeSpan.FromSeconds(1);

    private readonly Channel<byte[]> _outbox = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(OutboxCapacity) { SingleReader = true });

    private readonly HadoopEndpoint _endpoint;
    private readonly string _protocol;
    private readonly ByteString _clientId;
    private readonly RpcOptions _options;
    private readonly TimeProvider _time;
    private readonly RpcTransport _transport;
    private readonly Action<RpcConnection> _onClosed;
    private readonly RpcPendingCalls _calls;
    private readonly CancellationTokenSource _closing = new();
    private readonly ITimer _timer;
    private readonly Task _reading;
    private readonly Task _ended;

    private long _lastReceived;
    private long _lastPing;

    /// <param name="transport">An open connection past its login; owned from here on.</param>
    /// <param name="protocol">Full Java name of the protocol called.</param>
    /// <param name="clientId">The client's id, sixteen bytes.</param>
    /// <param name="options">Bounds and times.</param>
    /// <param name="time">Clock.</param>
    /// <param name="onClosed">Called once, when the connection has ended.</param>
    public RpcConnection(
        RpcTransport transport, string protocol, ByteString clientId, RpcOptions options, TimeProvider time, Action<RpcConnection> onClosed)
    {
        _endpoint = transport.Endpoint;
        _protocol = protocol;
        _clientId = clientId;
        _options = options;
        _time = time;
        _transport = transport;
        _onClosed = onClosed;
        _calls = new RpcPendingCalls(time);
        _lastReceived = _lastPing = time.GetTimestamp();

        var period = options.IdleTimeout < options.PingInterval ? options.IdleTimeout : options.PingInterval;
        _timer = time.CreateTimer(static state => ((RpcConnection)state!).OnTimer(), this, period, period);
        _reading = Task.Run(ReadLoopAsync);
        _ended = EndAsync(Task.Run(WriteLoopAsync));
    }

    /// <summary>Whether the connection has ended.</summary>
    public bool IsClosed => _calls.IsClosed;

    /// <summary>Sends a call and waits for its answer.</summary>
    /// <param name="callId">Number of the call, unique for the client's id.</param>
    /// <param name="retryCount">How often this call was sent before.</param>
    /// <param name="method">Method name.</param>
    /// <param name="request">Request message.</param>
    /// <param name="parser">Parser of the answer's message.</param>
    /// <param name="cancellation">Gives up waiting; the connection stays usable.</param>
    /// <exception cref="RemoteException">The server answered with an error.</exception>
    /// <exception cref="RpcConnectionException">No answer came, or the connection had ended before.</exception>
    public async Task<TResponse> CallAsync<TResponse>(
        int callId, int retryCount, string method, IMessage request, MessageParser<TResponse> parser, CancellationToken cancellation)
        where TResponse : IMessage<TResponse>
    {
        var frame = RpcFrames.Call(callId, retryCount, _clientId, _protocol, method, request);
        if (frame.Length - RpcFrames.LengthSize > _options.MaxRequestLength)
        {
            throw new RpcConnectionException(
                _endpoint,
                RpcFailure.RequestTooLarge,
                $"{method} needs {frame.Length} bytes, more than servers take (ipc.maximum.data.length, {_options.MaxRequestLength})");
        }

        using var deadline = new CancellationTokenSource(_options.CallTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var call = new RpcCall<TResponse>(parser);
        var begun = _time.GetTimestamp();
        // One connection can not carry a number twice. Once the first answer is there, the server answers again from what it remembers.
        if (_calls.IsUnanswered(callId))
            throw new RpcConnectionException(_endpoint, RpcFailure.NoAnswer, $"{method} was sent before and is not answered yet");
        if (_calls.Add(callId, call) is { } cause)
            throw new RpcConnectionException(_endpoint, RpcFailure.Closed, cause.Reason, cause.InnerException);
        var sent = false;
        try
        {
            await _outbox.Writer.WriteAsync(frame, either.Token);
            sent = true;
            return await call.Answer.WaitAsync(either.Token);
        }
        catch (ChannelClosedException)
        {
            // The connection has ended and failed the call with its cause.
            return await call.Answer;
        }
        catch (OperationCanceledException)
        {
            if (!_calls.Abandon(callId, sent))
                Break(new RpcConnectionException(_endpoint, RpcFailure.NoAnswer, "the server leaves calls without an answer"));
            cancellation.ThrowIfCancellationRequested();
            var failure = new RpcConnectionException(
                _endpoint,
                RpcFailure.NoAnswer,
                $"no answer to {method} within {_options.CallTimeout.TotalSeconds:0.###} s (ipc.client.rpc-timeout.ms)");
            // A server that was silent all that time is gone rather than slow: the next call shall not wait for it, too.
            if (Interlocked.Read(ref _lastReceived) <= begun)
                Break(failure);
            throw failure;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Break(new RpcConnectionException(_endpoint, RpcFailure.Closed, "the connection was closed by this client"));
        await _ended;
    }

    private void Break(RpcConnectionException cause, bool onlyIfIdle = false)
    {
        if (_calls.Close(cause, onlyIfIdle) is not { } waiting)
            return;
        _outbox.Writer.TryComplete();
        _timer.Dispose();
        _closing.Cancel();
        _transport.Abort();
        foreach (var call in waiting)
            call.Fail(new RpcConnectionException(_endpoint, cause.Failure, cause.Reason, cause.InnerException));
        _onClosed(this);
    }

    private void OnTimer()
    {
        if (_calls.Unused is { } unused)
        {
            if (unused >= _options.IdleTimeout)
                Break(new RpcConnectionException(_endpoint, RpcFailure.Closed, "the connection was idle"), onlyIfIdle: true);
            return;
        }

        var quietSince = Math.Max(Interlocked.Read(ref _lastReceived), _lastPing);
        if (_time.GetElapsedTime(quietSince) < _options.PingInterval)
            return;
        _lastPing = _time.GetTimestamp();
        // With a full outbox the connection is being written to anyway.
        _outbox.Writer.TryWrite(RpcFrames.Ping(_clientId));
    }

    private async Task WriteLoopAsync()
    {
        var batch = new ArrayBufferWriter<byte>();
        batch.Write(_transport.Prologue.Span);
        try
        {
            while (await _outbox.Reader.WaitToReadAsync(_closing.Token))
            {
                while (batch.WrittenCount < BatchLength && _outbox.Reader.TryRead(out var frame))
                    batch.Write(frame);
                await _transport.Stream.WriteAsync(batch.WrittenMemory, _closing.Token);
                if (batch.Capacity <= 2 * BatchLength)
                    batch.ResetWrittenCount();
                else
                    batch = new ArrayBufferWriter<byte>();
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
        catch (Exception e)
        {
            await Task.WhenAny(_reading, Task.Delay(ExplanationTime, _time, _closing.Token));
            Break(RpcTransport.Explain(_endpoint, e));
        }
    }

    private async Task ReadLoopAsync()
    {
        var answered = false;
        try
        {
            while (await _transport.Frames.ReadAsync(_closing.Token) is { } frame)
            {
                Interlocked.Exchange(ref _lastReceived, _time.GetTimestamp());
                Dispatch(frame.Span);
                answered = true;
            }

            Break(new RpcConnectionException(_endpoint, RpcFailure.Lost, answered
                ? "the server closed the connection"
                : "the server closed the connection without an answer"));
        }
        catch (Exception e)
        {
            Break(RpcTransport.Explain(_endpoint, e));
        }
    }

    private async Task EndAsync(Task writing)
    {
        await _reading;
        await writing;
        _transport.Dispose();
    }

    private void Dispatch(ReadOnlySpan<byte> frame)
    {
        var answer = RpcAnswer.Parse(frame);
        if (answer.IsFatal)
        {
            var error = answer.ToException(_endpoint);
            throw new RpcConnectionException(_endpoint, RpcFailure.Refused, $"the server refuses the connection: {RemoteErrors.Explain(error)}", error);
        }

        if (_calls.Take(answer.CallId) is not { } call)
            return;
        if (!answer.IsSuccess)
        {
            call.Fail(answer.ToException(_endpoint));
            return;
        }

        try
        {
            call.Complete(answer.Message);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException)
        {
            var failure = RpcTransport.Explain(_endpoint, new InvalidDataException($"its answer to call {answer.CallId} can not be parsed", e));
            call.Fail(failure);
            throw failure;
        }
    }
}
