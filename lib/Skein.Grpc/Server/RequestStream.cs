using Google.Protobuf;

namespace Skein.Grpc;

/// <summary>The requests of a stream: the connection's reader puts bytes in, the handler takes messages out.</summary>
internal sealed class RequestStream(Http2Stream stream, int maxMessageSize)
{
    // Guards all that follows.
    private readonly Lock _gate = new();
    private readonly RequestBuffer _buffer = new(stream);
    private TaskCompletionSource? _arrival;
    private GrpcException? _failure;
    private int _unreleased;
    private bool _isEnded;
    private bool _isAbandoned;
    private bool _isClosed;

    /// <summary>Takes bytes in.</summary>
    public void Receive(ReadOnlySpan<byte> data, bool isLast)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                Append(data);
                _isEnded |= isLast;
                Signal();
                return;
            }
        }

        stream.Release(data.Length);
    }

    /// <summary>The client is gone.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isAbandoned = true;
            Signal();
        }
    }

    /// <summary>Nobody reads any more.</summary>
    public void Close()
    {
        int rest;
        lock (_gate)
        {
            _isClosed = true;
            (rest, _unreleased) = (_unreleased, 0);
            _buffer.Free();
        }

        stream.Release(rest);
    }

    /// <summary>Reads the next request; null once the client has closed its half.</summary>
    /// <exception cref="GrpcException">The bytes are no message, or the stream ends inside one.</exception>
    /// <exception cref="OperationCanceledException">The client is gone, or <paramref name="cancellation"/> fired.</exception>
    public async ValueTask<TRequest?> ReadAsync<TRequest>(MessageParser<TRequest> parser, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            TRequest? request;
            int released;
            Task? arrival = null;
            lock (_gate)
            {
                request = Take(parser, out released);
                if (request is null)
                {
                    if (_isEnded)
                        return _buffer.Length == 0 ? null : throw MessageReader.Truncated(_buffer.Length);
                    _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    arrival = _arrival.Task;
                }
            }

            stream.Release(released);
            if (request is not null)
                return request;
            await arrival!.WaitAsync(cancellation);
        }
    }

    private void Append(ReadOnlySpan<byte> data)
    {
        // Counted first: what can not be kept has been received all the same, and the client's window with it.
        _unreleased += data.Length;
        try
        {
            _buffer.Append(data);
        }
        catch (GrpcException e)
        {
            _failure = e;
        }
    }

    private void Signal()
    {
        _arrival?.TrySetResult();
        _arrival = null;
    }

    private TRequest? Take<TRequest>(MessageParser<TRequest> parser, out int released)
        where TRequest : class, IMessage<TRequest>
    {
        if (_isAbandoned)
            throw new OperationCanceledException("The client is gone");
        if (_failure is not null)
            throw _failure;
        TRequest? request = null;
        if (MessageFrame.TryRead(_buffer.Bytes, maxMessageSize, out var payload))
        {
            request = MessageReader.Parse(parser, payload);
            _buffer.Drop(MessageFrame.HeaderSize + payload.Length);
        }

        // The rest of a message that is larger than the window comes only if its beginning counts as used.
        var held = request is null ? 0 : Math.Min(_unreleased, _buffer.Length);
        released = _unreleased - held;
        _unreleased = held;
        return request;
    }
}
