using System.Buffers;
using Google.Protobuf;

namespace Skein.Grpc;

/// <summary>One call as its handler sees it. Valid until the handler returns.</summary>
public sealed class GrpcServerCall : IRequestTarget
{
    // Messages up to this size are put together in a buffer of the thread.
    private const int ScratchSize = 4 * 1024;

    [ThreadStatic]
    private static byte[]? _scratch;

    private readonly Http2Stream _stream;
    private readonly GrpcServerState _server;
    private readonly GrpcApplication _application;
    private GrpcHandler? _handler;
    private RequestBuffer? _request;
    private CancellationTokenSource? _cancellation;
    private CancellationTokenRegistration _stop;
    private ITimer? _timer;
    private bool _bodyBegun;
    private volatile bool _isAborted;
    private volatile bool _isPastDeadline;

    // Once the request is complete, its handler runs; before that, a deadline or a reset ends the call.
    private int _isRunning;
    private int _isFinished;

    internal GrpcServerCall(Http2Stream stream, GrpcServerState server, GrpcApplication application, string path)
    {
        _stream = stream;
        _server = server;
        _application = application;
        Path = path;
    }

    /// <summary>Path of the procedure: <c>/service/name</c>.</summary>
    public string Path { get; }

    /// <summary>
    /// Fires when the client resets the call or its connection ends, when the deadline passes and, for streams, when the server stops.
    /// </summary>
    public CancellationToken Cancellation => (Volatile.Read(ref _cancellation) ?? CreateCancellation()).Token;

    internal RequestStream? Requests { get; private set; }

    internal bool IsAborted => _isAborted;

    internal bool IsEndedByStop => Requests is not null && _server.Stopping.IsCancellationRequested;

    /// <summary>Whether the deadline's timer has fired; the clock may still be a tick short of it then.</summary>
    internal bool IsPastDeadline => _isPastDeadline;

    /// <inheritdoc />
    void IRequestTarget.Receive(ReadOnlySpan<byte> data, bool isLast)
    {
        if (Requests is not null)
        {
            Requests.Receive(data, isLast);
            return;
        }

        _stream.Release(data.Length);
        if (_handler is null || Volatile.Read(ref _isRunning) != 0)
            return;
        try
        {
            Assemble(data, isLast);
        }
        catch (GrpcException e)
        {
            if (TryRun())
                Finish(e.Status, e.Message);
        }
    }

    /// <inheritdoc />
    void IRequestTarget.Abort()
    {
        _isAborted = true;
        Requests?.Abandon();
        if (TryRun())
            Finish(GrpcStatusCode.Cancelled, null);
        else
            Cancel();
    }

    /// <summary>Tells the call what the headers and its route say, before the handler runs.</summary>
    internal void Begin(GrpcHandler handler, TimeSpan? timeout)
    {
        _handler = handler;
        if (handler.IsStreaming)
        {
            _isRunning = 1;
            Requests = new RequestStream(_stream, _server.MaxMessageSize);
            _stop = _server.Stopping.UnsafeRegister(static call => ((GrpcServerCall)call!).Cancel(), this);
        }

        // Timers hold some 49 days; a call that is given more has no deadline worth a timer.
        if (timeout < TimeSpan.FromDays(45))
            _timer = _server.TimeProvider.CreateTimer(static call => ((GrpcServerCall)call!).PassDeadline(), this, timeout.Value, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sends the only response and, if it can go at once, the status with it.</summary>
    /// <exception cref="GrpcException">The message is larger than the server's limit.</exception>
    internal Task RespondAsync<TResponse>(TResponse response)
        where TResponse : class, IMessage<TResponse>
    {
        var size = MeasureFrame(response);
        if (size <= ScratchSize && _stream.TrySend(ResponseBlocks.Headers, Frame(response, Scratch, size), ResponseBlocks.Ok))
        {
            _bodyBegun = true;
            End();
            return Task.CompletedTask;
        }

        return SendLargeAsync(response, size);
    }

    /// <summary>Sends one of several responses.</summary>
    /// <exception cref="GrpcException">The message is larger than the server's limit.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    internal Task SendAsync<TResponse>(TResponse response)
        where TResponse : class, IMessage<TResponse>
    {
        var size = MeasureFrame(response);
        if (size > ScratchSize || !_stream.TrySend(_bodyBegun ? [] : ResponseBlocks.Headers, Frame(response, Scratch, size), []))
            return SendLargeAsync(response, size);
        _bodyBegun = true;
        return _isAborted ? throw new OperationCanceledException("The client is gone") : Task.CompletedTask;
    }

    /// <summary>Sends the outcome, in trailers after a body, else in the headers, which then are the whole response; the call is over.</summary>
    internal void Finish(GrpcStatusCode status, string? detail)
    {
        if (Volatile.Read(ref _isFinished) != 0)
            return;
        if (!_isAborted)
        {
            _stream.Finish(
                !_bodyBegun ? ResponseBlocks.EncodeWhole(status, detail)
                : status == GrpcStatusCode.Ok ? ResponseBlocks.Ok
                : ResponseBlocks.EncodeTrailers(status, detail));
        }

        End();
    }

    /// <summary>Refuses what is no gRPC call at all.</summary>
    internal void FinishWithHttpStatus(int httpStatus)
    {
        _isRunning = 1;
        _stream.Finish(ResponseBlocks.EncodeRefusal(httpStatus));
        End();
    }

    private static byte[] Scratch => _scratch ??= new byte[ScratchSize];

    private static ReadOnlySpan<byte> Frame(IMessage message, Span<byte> destination, int size)
    {
        MessageFrame.WriteHeader(destination, size - MessageFrame.HeaderSize);
        message.WriteTo(destination[MessageFrame.HeaderSize..size]);
        return destination[..size];
    }

    private int MeasureFrame(IMessage message)
    {
        var size = message.CalculateSize();
        return size <= _server.MaxMessageSize
            ? MessageFrame.HeaderSize + size
            : throw MessageFrame.TooLarge("Refused to send", size, _server.MaxMessageSize);
    }

    private async Task SendLargeAsync(IMessage message, int size)
    {
        if (!_stream.Connection.TryReserve(size))
            throw new GrpcException(GrpcStatusCode.ResourceExhausted, "Too many large responses wait on one connection");
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            Frame(message, buffer, size);
            if (!_bodyBegun)
                _stream.TrySend(ResponseBlocks.Headers, [], []);
            _bodyBegun = true;
            await _stream.SendAsync(buffer.AsMemory(0, size), Cancellation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _stream.Connection.Unreserve(size);
        }
    }

    private void Assemble(ReadOnlySpan<byte> data, bool isLast)
    {
        var received = data;
        if (_request is not null || !isLast)
        {
            _request ??= new RequestBuffer(_stream);
            lock (_request)
            {
                _request.Append(data);
                received = _request.Bytes;
            }
        }

        if (isLast && received.IsEmpty)
            throw new GrpcException(GrpcStatusCode.Internal, "The call ended without a request");
        if (!MessageFrame.TryRead(received, _server.MaxMessageSize, out var message))
        {
            if (isLast)
                throw MessageReader.Truncated(received.Length);
            return;
        }

        if (received.Length > MessageFrame.HeaderSize + message.Length)
            throw new GrpcException(GrpcStatusCode.Internal, "More than one request was sent where one is expected");
        if (isLast && TryRun())
            _application.Run(this, _handler!, message);
    }

    private bool TryRun() => Interlocked.Exchange(ref _isRunning, 1) == 0;

    private CancellationTokenSource CreateCancellation()
    {
        var created = new CancellationTokenSource();
        if (Interlocked.CompareExchange(ref _cancellation, created, null) is { } other)
        {
            created.Dispose();
            return other;
        }

        if (_isAborted || _isPastDeadline || IsEndedByStop)
            created.Cancel();
        return created;
    }

    // Elsewhere: what waits for the token must not run on the connection's reader or on the timer.
    private void Cancel() => ThreadPool.UnsafeQueueUserWorkItem(
        static call =>
        {
            try
            {
                Volatile.Read(ref call._cancellation)?.Cancel();
            }
            catch (Exception e) when (e is ObjectDisposedException or AggregateException)
            {
                // The call ended in between; or what its handler has it run at its end failed, which is nobody else's concern.
            }
        },
        this,
        preferLocal: false);

    private void PassDeadline()
    {
        _isPastDeadline = true;
        if (TryRun())
            Finish(GrpcStatusCode.DeadlineExceeded, $"The deadline of {Path} passed");
        else
            Cancel();
    }

    private void End()
    {
        if (Interlocked.Exchange(ref _isFinished, 1) != 0)
            return;
        _isRunning = 1;
        _timer?.Dispose();
        _stop.Dispose();
        _cancellation?.Dispose();
        Requests?.Close();
        if (_request is { } request)
        {
            // The deadline may end the call while the reader adds to the request.
            lock (request)
                request.Free();
        }

        _stream.Complete();
    }
}
