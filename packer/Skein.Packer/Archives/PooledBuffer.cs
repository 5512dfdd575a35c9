using System.Buffers;

namespace Skein.Packer.Archives;

/// <summary>A growing run of bytes in rented memory. <see cref="IDisposable.Dispose"/> gives the memory back.</summary>
internal sealed class PooledBuffer : Stream
{
    private byte[] _bytes;
    private int _length;

    public PooledBuffer(int capacity) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>At least <paramref name="size"/> bytes behind what is written, contents undefined.</summary>
    public Span<byte> GetSpan(int size)
    {
        if (_bytes.Length - _length < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_length + size), _bytes.Length * 2L is var twice && twice <= Array.MaxLength ? (int)twice : 0));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(_length);
    }

    public void Advance(int size) => _length += size;

    /// <summary>Part of what is written, to be changed.</summary>
    public Span<byte> Slice(int start, int length) => _bytes.AsSpan(0, _length).Slice(start, length);

    /// <summary>Forgets what was written behind a length.</summary>
    public void Truncate(int length) => _length = length;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        buffer.CopyTo(GetSpan(buffer.Length));
        Advance(buffer.Length);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
        base.Dispose(disposing);
    }
}
