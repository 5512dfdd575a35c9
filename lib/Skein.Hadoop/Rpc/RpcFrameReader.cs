using System.Buffers;
using System.Buffers.Binary;

namespace Skein.Hadoop.Rpc;

/// <summary>
/// Takes length-prefixed frames off a stream. A length is believed only as far as its bytes arrive: the buffer grows with them, never
/// to more than twice of what came.
/// </summary>
internal sealed class RpcFrameReader(Stream stream, int maxLength) : IDisposable
{
    private const int SmallBuffer = 32 << 10;
    private const uint HttpLength = 0x48545450; // "HTTP"

    private int _maxLength = Limit(maxLength);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallBuffer);
    private int _start;
    private int _end;

    /// <summary>Longest frame that is taken, in bytes, its length not counted.</summary>
    public int MaxLength
    {
        get => _maxLength;
        set => _maxLength = Limit(value);
    }

    /// <summary>The next frame without its length, valid until the next call; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">The bytes are no frames, or a frame is longer than allowed.</exception>
    /// <exception cref="EndOfStreamException">The stream ends within a frame.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellation)
    {
        ShrinkIfEmpty();
        while (_end - _start < RpcFrames.LengthSize)
        {
            if (await FillAsync(cancellation))
                continue;
            return _end == _start ? null : throw new EndOfStreamException("The connection ended within the length of a frame");
        }

        var announced = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start));
        if (announced == HttpLength)
            throw new InvalidDataException("it answers with HTTP: this is the port of a web page, not the one for RPC");
        if (announced > (uint)_maxLength)
        {
            throw new InvalidDataException(
                $"it announces an answer of {announced} bytes, more than ipc.maximum.response.length ({_maxLength}); does it speak Hadoop RPC?");
        }

        var total = RpcFrames.LengthSize + (int)announced;
        while (_end - _start < total)
        {
            if (!await FillAsync(cancellation))
                throw new EndOfStreamException($"The connection ended after {_end - _start} of the {total} bytes of a frame");
        }

        var frame = _buffer.AsMemory(_start + RpcFrames.LengthSize, (int)announced);
        _start += total;
        return frame;
    }

    public void Dispose()
    {
        if (_buffer.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private static int Limit(int length) => Math.Min(length, Array.MaxLength - RpcFrames.LengthSize);

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (_end == _buffer.Length)
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }
            else
            {
                Replace((int)Math.Min(2L * _buffer.Length, Array.MaxLength));
            }
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += read;
        return read > 0;
    }

    private void ShrinkIfEmpty()
    {
        if (_start != _end)
            return;
        (_start, _end) = (0, 0);
        if (_buffer.Length > 32 * SmallBuffer)
            Replace(SmallBuffer);
    }

    private void Replace(int length)
    {
        var next = ArrayPool<byte>.Shared.Rent(length);
        _buffer.AsSpan(_start, _end - _start).CopyTo(next);
        (_start, _end) = (0, _end - _start);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = next;
    }
}
