namespace Skein.Grpc;

/// <summary>One stream: the client's request and the response to it. Its fields are guarded by the gate of the connection's output.</summary>
internal sealed class Http2Stream(Http2Connection connection, int id, int sendWindow)
{
    private TaskCompletionSource? _mayGoOn;
    private int _released;
    private bool _isLocalEnded;
    private bool _isCompleted;

    public int Id => id;

    public Http2Connection Connection => connection;

    /// <summary>Takes the request; set by the reader before any data.</summary>
    public IRequestTarget? Target { get; set; }

    /// <summary>Bytes the peer lets us send; the peer may make it negative.</summary>
    public long SendWindow { get; set; } = sendWindow;

    /// <summary>Bytes the peer may send.</summary>
    public int ReceiveWindow { get; set; } = Http2Limits.StreamWindow;

    public bool IsRemoteEnded { get; set; }

    /// <summary>Whether the stream was reset by either side, or the connection is gone.</summary>
    public bool IsReset { get; private set; }

    /// <summary>Whether nothing more is sent or received.</summary>
    public bool IsClosed => IsReset || (_isLocalEnded && IsRemoteEnded);

    private ConnectionOutput Output => connection.Output;

    /// <summary>Sends all of a response, or its next part, if the windows let it through at once.</summary>
    /// <param name="headers">Header block in front; empty if there is none.</param>
    /// <param name="data">Bytes of messages; empty if there are none.</param>
    /// <param name="trailers">Header block that ends the stream; empty if it goes on.</param>
    /// <returns>False if nothing was sent, because the peer's windows are too small or much output waits.</returns>
    public bool TrySend(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> data, ReadOnlySpan<byte> trailers)
    {
        lock (Output.Gate)
        {
            if (IsReset || _isLocalEnded)
                return true;
            if (data.Length > 0)
            {
                if (data.Length > FrameHeader.DefaultMaxLength || data.Length > SendWindow || data.Length > connection.SendWindow || Output.IsFull)
                    return false;
                SendWindow -= data.Length;
                connection.SendWindow -= data.Length;
            }

            if (headers.Length > 0)
                Output.Append(FrameType.Headers, FrameFlags.EndHeaders, id, headers);
            if (data.Length > 0)
                Output.Append(FrameType.Data, FrameFlags.None, id, data);
            if (trailers.Length > 0)
                End(trailers);
        }

        Output.Flush();
        return true;
    }

    /// <summary>Sends data as the windows let it through. It completes when all of it is in the output, which is bounded.</summary>
    /// <exception cref="OperationCanceledException">The stream is reset, or <paramref name="cancellation"/> fired.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        while (!data.IsEmpty)
        {
            Task? wait = null;
            lock (Output.Gate)
            {
                if (IsReset || _isLocalEnded)
                    throw new OperationCanceledException("The client is gone");
                var most = Output.IsFull ? 0 : Math.Min(SendWindow, connection.SendWindow);
                var length = (int)Math.Min(Math.Min(data.Length, FrameHeader.DefaultMaxLength), Math.Max(0, most));
                if (length > 0)
                {
                    Output.Append(FrameType.Data, FrameFlags.None, id, data.Span[..length]);
                    SendWindow -= length;
                    connection.SendWindow -= length;
                    data = data[length..];
                }
                else
                {
                    _mayGoOn ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    wait = _mayGoOn.Task;
                    connection.Waiting.Add(this);
                }
            }

            Output.Flush();
            if (wait is not null)
                await wait.WaitAsync(cancellation);
        }
    }

    /// <summary>Ends the response with headers alone, which are the whole of it if none were sent before.</summary>
    public void Finish(ReadOnlySpan<byte> trailers) => TrySend([], [], trailers);

    /// <summary>Gives the client credit for data that was used.</summary>
    public void Release(int bytes)
    {
        if (bytes == 0)
            return;
        lock (Output.Gate)
        {
            connection.Release(bytes);
            _released += bytes;
            if (_released >= Http2Limits.StreamWindow / 2 && !IsRemoteEnded && !IsClosed)
            {
                Output.Append(FrameType.WindowUpdate, id, _released);
                ReceiveWindow += _released;
                _released = 0;
            }
        }

        Output.Flush();
    }

    /// <summary>The call is over on our side: neither its handler nor anything else uses the stream any more.</summary>
    public void Complete()
    {
        lock (Output.Gate)
        {
            _isCompleted = true;
            connection.Waiting.Remove(this);
            connection.RemoveIfOver(this);
        }

        connection.CloseIfDone();
    }

    /// <summary>Whether the stream can be forgotten. Under the gate.</summary>
    public bool IsOver => IsClosed && _isCompleted;

    /// <summary>Lets a sender look at the windows again. Under the gate.</summary>
    public void Wake()
    {
        _mayGoOn?.TrySetResult();
        _mayGoOn = null;
    }

    /// <summary>Does so if the stream's own window has room. Under the gate.</summary>
    /// <returns>Whether it had.</returns>
    public bool WakeIfOpen()
    {
        if (SendWindow <= 0)
            return false;
        Wake();
        return true;
    }

    /// <summary>Notes a reset. Under the gate.</summary>
    /// <returns>False if the stream was closed before.</returns>
    public bool MarkReset()
    {
        if (IsClosed)
            return false;
        IsReset = true;
        Wake();
        connection.RemoveIfOver(this);
        return true;
    }

    private void End(ReadOnlySpan<byte> trailers)
    {
        if (_isLocalEnded)
            return;
        _isLocalEnded = true;
        Output.Append(FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.EndStream, id, trailers);
        if (!IsRemoteEnded)
        {
            // The answer is complete before the request is: the client need not go on with it, RFC 9113 section 8.1.
            Output.Append(FrameType.RstStream, id, (int)ErrorCode.NoError);
            IsReset = true;
        }

        connection.RemoveIfOver(this);
    }
}
