using System.Buffers.Binary;

namespace Skein.Grpc;

/// <summary>The server's end of one HTTP/2 connection, RFC 9113: a loop that reads, and whoever sends.</summary>
internal sealed class Http2Connection
{
    private const int FirstInputSize = 4 * 1024;
    private const int LargestFrame = FrameHeader.Size + FrameHeader.DefaultMaxLength;
    private const int DefaultWindow = 65_535;
    private static readonly byte[] PingPayload = new byte[8];

    private readonly Stream _transport;
    private readonly FrameReceiver _receiver;
    private readonly Dictionary<int, Http2Stream> _streams = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _notFull;
    private int _released;
    private int _secondsSilent;
    private int _reserved;
    private int _secondsOpening;
    private bool _isStopping;

    public Http2Connection(Stream transport, IHttp2Application application)
    {
        _transport = transport;
        Output = new ConnectionOutput(transport, OnDrained);
        _receiver = new FrameReceiver(this, application);
    }

    public ConnectionOutput Output { get; }

    /// <summary>Bytes the peer lets us send on all streams together. Under the gate, like all that follows.</summary>
    public long SendWindow { get; set; } = DefaultWindow;

    /// <summary>Bytes the peer may send on all streams together.</summary>
    public int ReceiveWindow { get; set; } = Http2Limits.ConnectionWindow;

    /// <summary>Window of new streams, as the peer has set it.</summary>
    public int InitialSendWindow { get; set; } = DefaultWindow;

    /// <summary>Streams whose senders wait for a window.</summary>
    public HashSet<Http2Stream> Waiting { get; } = [];

    public Dictionary<int, Http2Stream> Streams => _streams;

    /// <summary>Whether new streams are ignored, because GOAWAY has told the client so.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>Whether nobody writes any more; asked once <see cref="RunAsync"/> has ended.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (Output.Gate)
                return Output.IsEmpty;
        }
    }

    /// <summary>Serves the connection until it ends. The transport is the caller's to dispose of.</summary>
    public async Task RunAsync()
    {
        try
        {
            SendSettings();
            await ReadAsync();
        }
        catch (ConnectionErrorException e)
        {
            await SayGoodbyeAsync(e.Code);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The peer is gone, or we have hung up.
        }
        finally
        {
            Abandon();
        }
    }

    /// <summary>Lets open streams end and takes no new ones; completes when the last has ended and all is sent.</summary>
    public Task StopAsync()
    {
        lock (Output.Gate)
        {
            if (!_isStopping)
            {
                _isStopping = true;
                AppendGoAway(ErrorCode.NoError);
            }
        }

        Output.Flush();
        CloseIfDone();
        return _done.Task;
    }

    /// <summary>Called once a second.</summary>
    /// <returns>False if the peer has been silent, or has not read, for too long.</returns>
    public bool Tick()
    {
        _receiver.Refill();
        var silent = Interlocked.Increment(ref _secondsSilent);
        if (Output.IsStalled() || (!_receiver.IsOpened && ++_secondsOpening > Http2Limits.OpeningTime) || silent > Http2Limits.PingAfter + Http2Limits.PingTime)
            return false;
        if (silent == Http2Limits.PingAfter)
        {
            lock (Output.Gate)
                Output.Append(FrameType.Ping, FrameFlags.None, 0, PingPayload);
            Output.Flush();
        }

        return true;
    }

    /// <summary>Counts used bytes and gives credit for many at once. Under the gate.</summary>
    public void Release(int bytes)
    {
        _released += bytes;
        if (_released < Http2Limits.ConnectionWindow / 4)
            return;
        Output.Append(FrameType.WindowUpdate, 0, _released);
        ReceiveWindow += _released;
        _released = 0;
    }

    /// <summary>Forgets a stream that both sides are done with. Under the gate.</summary>
    public void RemoveIfOver(Http2Stream stream)
    {
        if (stream.IsOver)
            _streams.Remove(stream.Id);
    }

    /// <summary>Lets all senders whose windows are open look at them again. Under the gate.</summary>
    public void WakeSenders()
    {
        if (SendWindow > 0 && Waiting.Count > 0)
            Waiting.RemoveWhere(static stream => stream.WakeIfOpen());
    }

    /// <summary>Ends the stop once nothing is left to do.</summary>
    public void CloseIfDone()
    {
        if (!Volatile.Read(ref _isStopping))
            return;
        lock (Output.Gate)
        {
            if (_streams.Count == 0 && Output.IsEmpty)
                _done.TrySetResult();
        }
    }

    /// <summary>Takes memory for a message that does not come or leave at once. Any thread.</summary>
    /// <returns>False if the connection's messages have all they may have.</returns>
    public bool TryReserve(int bytes)
    {
        if (Interlocked.Add(ref _reserved, bytes) <= Http2Limits.MaxMessages)
            return true;
        Unreserve(bytes);
        return false;
    }

    /// <summary>Gives memory back.</summary>
    public void Unreserve(int bytes) => Interlocked.Add(ref _reserved, -bytes);

    private void SendSettings()
    {
        Span<byte> settings = stackalloc byte[18];
        Write(settings, Setting.MaxConcurrentStreams, Http2Limits.MaxStreams);
        Write(settings[6..], Setting.InitialWindowSize, Http2Limits.StreamWindow);
        Write(settings[12..], Setting.MaxHeaderListSize, Http2Limits.MaxHeaderSize);
        lock (Output.Gate)
        {
            Output.Append(FrameType.Settings, FrameFlags.None, 0, settings);
            Output.Append(FrameType.WindowUpdate, 0, Http2Limits.ConnectionWindow - DefaultWindow);
        }

        Output.Flush();

        static void Write(Span<byte> destination, Setting setting, int value)
        {
            BinaryPrimitives.WriteInt16BigEndian(destination, (short)setting);
            BinaryPrimitives.WriteInt32BigEndian(destination[2..], value);
        }
    }

    private async Task ReadAsync()
    {
        var input = new byte[FirstInputSize];
        var (start, end) = (0, 0);
        while (true)
        {
            var read = await _transport.ReadAsync(input.AsMemory(end));
            if (read == 0)
                return;
            end += read;
            Volatile.Write(ref _secondsSilent, 0);
            Output.Hold();
            try
            {
                start += _receiver.Receive(input.AsSpan(start, end - start));
            }
            finally
            {
                Output.Release();
            }

            if (start == end)
            {
                (start, end) = (0, 0);
            }
            else if (start > 0)
            {
                input.AsSpan(start, end - start).CopyTo(input);
                (start, end) = (0, end - start);
            }

            if (end == input.Length)
                Array.Resize(ref input, LargestFrame);
            if (WhenNotFull() is { } wait)
                await wait;
        }
    }

    // The answers to a flood of pings must not pile up.
    private Task? WhenNotFull()
    {
        lock (Output.Gate)
        {
            if (!Output.IsFull)
                return null;
            _notFull ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _notFull.Task;
        }
    }

    private void OnDrained(Exception? failure)
    {
        lock (Output.Gate)
        {
            _notFull?.TrySetResult();
            _notFull = null;
            WakeSenders();
        }

        if (failure is not null)
            Abandon();
        CloseIfDone();
    }

    private void AppendGoAway(ErrorCode code)
    {
        Span<byte> payload = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(payload, _receiver.LastStream);
        BinaryPrimitives.WriteInt32BigEndian(payload[4..], (int)code);
        Output.Append(FrameType.GoAway, FrameFlags.None, 0, payload);
    }

    // What the peer has sent is read for a moment longer: closing over unread bytes would take the GOAWAY with it.
    private async Task SayGoodbyeAsync(ErrorCode code)
    {
        try
        {
            lock (Output.Gate)
                AppendGoAway(code);
            Output.Flush();
            using var moment = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            var rest = new byte[FirstInputSize];
            while (await _transport.ReadAsync(rest, moment.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // It is gone.
        }
    }

    // The writer calls it when it fails, and the reader, which may have opened streams since then, when it ends.
    private void Abandon()
    {
        Output.Close();
        List<Http2Stream> open;
        lock (Output.Gate)
        {
            open = [.. _streams.Values];
            foreach (var stream in open)
                stream.MarkReset();
            _notFull?.TrySetResult();
        }

        foreach (var stream in open)
            stream.Target?.Abort();
        _done.TrySetResult();
    }
}
