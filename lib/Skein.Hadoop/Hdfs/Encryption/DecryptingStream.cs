using Skein.Hadoop.Security;

namespace Skein.Hadoop.Hdfs.Encryption;

/// <summary>A file of an encryption zone as it was before it was encrypted. Asynchronous only.</summary>
/// <param name="encrypted">The file as DataNodes keep it; owned from here on.</param>
/// <param name="cipher">The file's cipher.</param>
internal sealed class DecryptingStream(Stream encrypted, FileCipher cipher) : Stream
{
    private AesCtr? _current;
    private long _currentPosition;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => encrypted.Length;

    public override long Position
    {
        get => encrypted.Position;
        set => encrypted.Position = value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var position = encrypted.Position;
        var count = await encrypted.ReadAsync(buffer, cancellationToken);
        if (_current is null || _currentPosition != position)
        {
            _current?.Dispose();
            _current = cipher.At(position);
        }

        _current.Transform(buffer.Span[..count], buffer.Span);
        _currentPosition = position + count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => encrypted.Seek(offset, origin);

    public override async ValueTask DisposeAsync()
    {
        await encrypted.DisposeAsync();
        await base.DisposeAsync();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Files are read asynchronously only");

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            encrypted.Dispose();
            _current?.Dispose();
        }

        base.Dispose(disposing);
    }
}
