using System.Buffers.Binary;

namespace Skein.Grpc;

/// <summary>Takes in the frames of a connection. Only the connection's reader uses it.</summary>
internal sealed class FrameReceiver(Http2Connection connection, IHttp2Application application)
{
    private readonly HeaderDecoder _decoder = new(HeaderDecoder.DefaultTableSize);
    private readonly RequestHeaders _headers = new(Http2Limits.MaxHeaderSize);

    // A client may cancel all of its calls, and again; one that goes on so makes work for nothing.
    private readonly FrameBudget _resets = new(supply: 2 * Http2Limits.MaxStreams, perSecond: 200);
    private readonly FrameBudget _idleFrames = new(supply: 1000, perSecond: 100);
    private bool _isUsefulSincePing;

    private readonly HeaderBlock _block = new();
    private readonly PeerSettings _settings = new(connection);
    private bool _hasPreface;
    private int _lastStream;

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Whether the client has sent the preface and its settings.</summary>
    public bool IsOpened { get; private set; }

    /// <summary>Highest stream that was begun.</summary>
    public int LastStream => Volatile.Read(ref _lastStream);

    private ConnectionOutput Output => connection.Output;

    /// <summary>Called once a second.</summary>
    public void Refill()
    {
        _resets.Refill();
        _idleFrames.Refill();
    }

    /// <summary>Takes in all complete frames.</summary>
    /// <returns>Bytes used.</returns>
    /// <exception cref="ConnectionErrorException">The peer broke the protocol.</exception>
    public int Receive(ReadOnlySpan<byte> input)
    {
        var used = 0;
        if (!_hasPreface)
        {
            if (!Preface.StartsWith(input[..Math.Min(input.Length, Preface.Length)]))
                throw Error(ErrorCode.ProtocolError, "The client does not begin with HTTP/2's preface");
            if (input.Length < Preface.Length)
                return 0;
            _hasPreface = true;
            used = Preface.Length;
        }

        while (input.Length - used >= FrameHeader.Size)
        {
            var header = FrameHeader.Read(input[used..]);
            if (header.Length > FrameHeader.DefaultMaxLength)
                throw Error(ErrorCode.FrameSizeError, "A frame is longer than allowed");
            if (input.Length - used < FrameHeader.Size + header.Length)
                break;
            Receive(header, input.Slice(used + FrameHeader.Size, header.Length));
            used += FrameHeader.Size + header.Length;
        }

        return used;
    }

    private static ConnectionErrorException Error(ErrorCode code, string message) => new(code, message);

    private void Receive(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (_block.IsOpen && (header.Type != FrameType.Continuation || header.Stream != _block.Begun.Stream))
            throw Error(ErrorCode.ProtocolError, "A header block is interrupted");
        if (!IsOpened && header.Type != FrameType.Settings)
            throw Error(ErrorCode.ProtocolError, "The client does not begin with its settings");
        switch (header.Type)
        {
            case FrameType.Data:
                ReceiveData(header, payload);
                break;
            case FrameType.Headers:
                ReceiveHeaders(header, payload);
                break;
            case FrameType.Continuation:
                ReceiveContinuation(header, payload);
                break;
            case FrameType.RstStream:
                ReceiveReset(header, payload);
                break;
            case FrameType.Settings:
                ReceiveSettings(header, payload);
                break;
            case FrameType.Ping:
                ReceivePing(header, payload);
                break;
            case FrameType.WindowUpdate:
                ReceiveWindowUpdate(header, payload);
                break;
            case FrameType.PushPromise:
                throw Error(ErrorCode.ProtocolError, "A client cannot push");
            case FrameType.GoAway when header.Stream != 0:
                throw Error(ErrorCode.ProtocolError, "GOAWAY came on a stream");
            case FrameType.Priority when header.Stream == 0:
                throw Error(ErrorCode.ProtocolError, "PRIORITY came on no stream");
            default:
                // GOAWAY: the client opens no more streams, and goes when its last has ended. PRIORITY and unknown types mean nothing.
                _idleFrames.Spend("frames without effect");
                break;
        }
    }

    private void ReceiveData(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        RequireBegun(header);
        var content = FramePayload.ReadContent(header, payload);
        var isLast = header.Has(FrameFlags.EndStream);
        if (content.IsEmpty && !isLast)
            _idleFrames.Spend("empty DATA frames");
        Http2Stream? stream;
        lock (Output.Gate)
        {
            connection.ReceiveWindow -= header.Length;
            if (connection.ReceiveWindow < 0)
                throw Error(ErrorCode.FlowControlError, "The client sends more than the connection's window");
            if (!connection.Streams.TryGetValue(header.Stream, out stream) || stream.IsClosed)
            {
                // It was on its way when the stream was reset, or its stream was ended: nobody waits for it.
                connection.Release(header.Length);
                return;
            }

            if (stream.IsRemoteEnded)
                throw Error(ErrorCode.StreamClosed, "DATA came after the end of its stream");
            stream.ReceiveWindow -= header.Length;
            if (stream.ReceiveWindow < 0)
                throw Error(ErrorCode.FlowControlError, "The client sends more than a stream's window");
            if (isLast)
                stream.IsRemoteEnded = true;
        }

        _isUsefulSincePing = true;
        stream.Release(header.Length - content.Length);
        stream.Target!.Receive(content, isLast);
    }

    private void ReceiveHeaders(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if ((header.Stream & 1) == 0)
            throw Error(ErrorCode.ProtocolError, "A client's streams have odd numbers");
        var block = FramePayload.ReadContent(header, payload);
        if (header.Has(FrameFlags.EndHeaders))
        {
            FinishHeaders(header, block);
            return;
        }

        _block.Begin(header, block);
    }

    private void ReceiveContinuation(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        _block.Continue(payload);
        if (header.Has(FrameFlags.EndHeaders))
            FinishHeaders(_block.Begun, _block.End());
    }

    private void FinishHeaders(in FrameHeader header, ReadOnlySpan<byte> block)
    {
        _headers.Clear();
        _decoder.Decode(block, _headers);
        if (header.Stream <= _lastStream)
        {
            ReceiveTrailers(header);
            return;
        }

        Http2Stream stream;
        lock (Output.Gate)
        {
            if (connection.IsStopping)
                return;
            Volatile.Write(ref _lastStream, header.Stream);
            if (_headers.IsMalformed || connection.Streams.Count >= Http2Limits.MaxStreams)
            {
                _resets.Spend("refused streams");
                Output.Append(
                    FrameType.RstStream, header.Stream, (int)(_headers.IsMalformed ? ErrorCode.ProtocolError : ErrorCode.RefusedStream));
                return;
            }

            stream = new Http2Stream(connection, header.Stream, connection.InitialSendWindow)
            {
                IsRemoteEnded = header.Has(FrameFlags.EndStream),
            };
            connection.Streams.Add(header.Stream, stream);
        }

        _isUsefulSincePing = true;
        stream.Target = application.Open(stream, _headers);
        if (header.Has(FrameFlags.EndStream))
            stream.Target.Receive([], isLast: true);
    }

    private void ReceiveTrailers(in FrameHeader header)
    {
        Http2Stream? stream;
        lock (Output.Gate)
        {
            if (!connection.Streams.TryGetValue(header.Stream, out stream) || stream.IsReset)
            {
                _idleFrames.Spend("trailers of closed streams");
                return;
            }

            if (stream.IsRemoteEnded)
                throw Error(ErrorCode.StreamClosed, "HEADERS came after the end of their stream");
            if (!header.Has(FrameFlags.EndStream) || _headers.IsMalformedTrailer)
                throw Error(ErrorCode.ProtocolError, "HEADERS inside a request do not end it");
            stream.IsRemoteEnded = true;
        }

        stream.Target!.Receive([], isLast: true);
    }

    private void ReceiveReset(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        RequireBegun(header);
        if (payload.Length != 4)
            throw Error(ErrorCode.FrameSizeError, "A RST_STREAM frame is not of 4 bytes");
        _resets.Spend("resets");
        Http2Stream? stream;
        lock (Output.Gate)
        {
            if (!connection.Streams.TryGetValue(header.Stream, out stream) || !stream.MarkReset())
                return;
        }

        stream.Target!.Abort();
    }

    private void ReceiveSettings(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.Stream != 0)
            throw Error(ErrorCode.ProtocolError, "SETTINGS came on a stream");
        if (payload.Length % 6 != 0 || (header.Has(FrameFlags.Acknowledged) && !payload.IsEmpty))
            throw Error(ErrorCode.FrameSizeError, "A SETTINGS frame has a length that none can have");
        _idleFrames.Spend("settings");
        if (header.Has(FrameFlags.Acknowledged))
            return;
        IsOpened = true;
        lock (Output.Gate)
        {
            for (; !payload.IsEmpty; payload = payload[6..])
            {
                // One frame holds thousands of settings, and a new window visits every stream.
                _idleFrames.Spend("settings");
                _settings.Apply((Setting)BinaryPrimitives.ReadUInt16BigEndian(payload), BinaryPrimitives.ReadUInt32BigEndian(payload[2..]));
            }

            Output.Append(FrameType.Settings, FrameFlags.Acknowledged, 0, []);
            connection.WakeSenders();
        }
    }

    private void ReceivePing(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.Stream != 0)
            throw Error(ErrorCode.ProtocolError, "PING came on a stream");
        if (payload.Length != 8)
            throw Error(ErrorCode.FrameSizeError, "A PING frame is not of 8 bytes");
        // Clients that measure the connection send a ping with about every message; one that brings something along costs nothing.
        if (!_isUsefulSincePing)
            _idleFrames.Spend("pings");
        _isUsefulSincePing = false;
        if (header.Has(FrameFlags.Acknowledged))
            return;
        lock (Output.Gate)
            Output.Append(FrameType.Ping, FrameFlags.Acknowledged, 0, payload);
    }

    private void ReceiveWindowUpdate(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        var increment = FramePayload.ReadIncrement(payload);
        if (header.Stream != 0)
            RequireBegun(header);
        if (increment == 0)
            throw Error(ErrorCode.ProtocolError, "A WINDOW_UPDATE frame adds nothing");
        Http2Stream? reset = null;
        lock (Output.Gate)
        {
            if (header.Stream == 0)
            {
                connection.SendWindow += increment;
                if (connection.SendWindow > int.MaxValue)
                    throw Error(ErrorCode.FlowControlError, "The window of the connection overflows");
                connection.WakeSenders();
            }
            else if (connection.Streams.TryGetValue(header.Stream, out var stream) && !stream.IsClosed)
            {
                stream.SendWindow += increment;
                if (stream.SendWindow > int.MaxValue)
                {
                    Output.Append(FrameType.RstStream, header.Stream, (int)ErrorCode.FlowControlError);
                    reset = stream.MarkReset() ? stream : null;
                }
                else if (connection.Waiting.Remove(stream))
                {
                    stream.Wake();
                }
            }
        }

        reset?.Target!.Abort();
    }

    private void RequireBegun(in FrameHeader header)
    {
        if (header.Stream == 0 || (header.Stream & 1) == 0 || (header.Stream > _lastStream && !connection.IsStopping))
            throw Error(ErrorCode.ProtocolError, $"A frame of type {(int)header.Type} came on a stream that was never opened");
    }
}
