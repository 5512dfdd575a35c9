using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Hdfs.Encryption;

/// <summary>A file of an encryption zone as it was before it was encrypted. Asynchronous only.</summary>
/// <param name="path">Named in errors.</param>
/// <param name="encrypted">The file as DataNodes keep it; owned from here on.</param>
/// <param name="cipher">The file's cipher.</param>
internal sealed class DecryptingStream(string path, Stream encrypted, FileCipher cipher) : FileReadStream
{
    private AesCtr? _current;
    private long _currentPosition;

    public override long Length => encrypted.Length;

    protected override string Name => path;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var position = encrypted.Position = Position;
        var count = await encrypted.ReadAsync(buffer, cancellationToken);
        if (_current is null || _currentPosition != position)
        {
            _current?.Dispose();
            _current = cipher.At(position);
        }

        _current.Transform(buffer.Span[..count], buffer.Span);
        _currentPosition = position + count;
        Advance(count);
        return count;
    }

    public override async ValueTask DisposeAsync()
    {
        await encrypted.DisposeAsync();
        await base.DisposeAsync();
    }

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
