using System.Buffers.Binary;

namespace Skein.Grpc;

/// <summary>
/// What a connection sends. Frames are put together under <see cref="Gate"/>; whoever finds no write in progress writes all there is, so
/// that frames which come together leave together.
/// </summary>
/// <param name="transport">Takes one write at a time.</param>
/// <param name="drained">Called outside the gate after each write, when there is room again, and when the transport has failed.</param>
internal sealed class ConnectionOutput(Stream transport, Action<Exception?> drained)
{
    private const int FirstSize = 4 * 1024;

    // A buffer that was needed once is kept up to this size.
    private const int KeptSize = 32 * 1024;

    private byte[] _filling = new byte[FirstSize];
    private byte[] _writing = new byte[FirstSize];
    private int _length;
    private bool _isWriting;
    private bool _isClosed;
    private int _secondsWriting;
    private int _holder;

    /// <summary>Guards the output and all that decides what goes into it: windows and the states of streams.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Whether as much waits as may wait. Under the gate.</summary>
    public bool IsFull => _length >= Http2Limits.MaxOutput;

    /// <summary>Whether nothing waits and nothing is being written. Under the gate.</summary>
    public bool IsEmpty => _length == 0 && !_isWriting;

    /// <summary>Appends a frame. Under the gate.</summary>
    public void Append(FrameType type, FrameFlags flags, int stream, ReadOnlySpan<byte> payload)
    {
        if (_isClosed)
            return;
        var size = FrameHeader.Size + payload.Length;
        if (_filling.Length - _length < size)
            Array.Resize(ref _filling, Math.Max(_filling.Length * 2, _length + size));
        var span = _filling.AsSpan(_length);
        new FrameHeader(payload.Length, type, flags, stream).Write(span);
        payload.CopyTo(span[FrameHeader.Size..]);
        _length += size;
    }

    /// <summary>Appends a frame whose payload is one number. Under the gate.</summary>
    public void Append(FrameType type, int stream, int value)
    {
        Span<byte> payload = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, value);
        Append(type, FrameFlags.None, stream, payload);
    }

    /// <summary>Keeps what this thread appends from being written until <see cref="Release"/>; only the reader does so.</summary>
    public void Hold() => Volatile.Write(ref _holder, Environment.CurrentManagedThreadId);

    /// <summary>Ends <see cref="Hold"/> and writes what there is.</summary>
    public void Release()
    {
        Volatile.Write(ref _holder, 0);
        Flush();
    }

    /// <summary>Writes what there is, unless somebody writes already, who then goes on with it. Outside the gate.</summary>
    public void Flush()
    {
        if (Volatile.Read(ref _holder) == Environment.CurrentManagedThreadId)
            return;
        if (Volatile.Read(ref _length) < Http2Limits.MaxOutput && GatheredOutput.TryAdd(this))
            return;
        int length;
        lock (Gate)
        {
            if (_isWriting || _length == 0 || _isClosed)
                return;
            _isWriting = true;
            length = Swap();
        }

        _ = WriteAsync(length);
    }

    /// <summary>Counts the time of a write; called once a second.</summary>
    /// <returns>Whether the peer has not taken a write in time.</returns>
    public bool IsStalled() => Volatile.Read(ref _isWriting) && Interlocked.Increment(ref _secondsWriting) > Http2Limits.WriteTime;

    /// <summary>Drops what is not written and takes no more.</summary>
    public void Close()
    {
        lock (Gate)
        {
            _isClosed = true;
            _length = 0;
        }
    }

    private async Task WriteAsync(int length)
    {
        try
        {
            while (length > 0)
            {
                await transport.WriteAsync(_writing.AsMemory(0, length));
                lock (Gate)
                {
                    _secondsWriting = 0;
                    length = Swap();
                    _isWriting = length > 0;
                }

                drained(null);
            }
        }
        catch (Exception e)
        {
            // OpenSSL's own failures are of a type that is not public; whatever it is, nothing can be written any more.
            lock (Gate)
            {
                _isWriting = false;
                _isClosed = true;
                _length = 0;
            }

            drained(e);
        }
    }

    private int Swap()
    {
        var length = _length;
        (_filling, _writing) = (_writing, _filling);
        if (_filling.Length > KeptSize)
            _filling = new byte[FirstSize];
        _length = 0;
        return length;
    }
}
