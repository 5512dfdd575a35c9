using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Hdfs.Encryption;

/// <summary>A file of an encryption zone being written: what reaches the DataNodes is encrypted.</summary>
/// <param name="file">The file as DataNodes keep it; owned from here on.</param>
/// <param name="cipher">The file's cipher at its begin; owned from here on.</param>
internal sealed class EncryptingStream(FileWriteStream file, AesCtr cipher) : FileWriteStream
{
    private const int MaxPart = 64 * 1024;

    // What is written stays the caller's: it is encrypted into here. Made for the first write's size.
    private byte[] _encrypted = [];

    public override long Position
    {
        get => file.Position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        do
        {
            var count = Math.Min(buffer.Length, MaxPart);
            if (_encrypted.Length < count)
                _encrypted = new byte[count];
            cipher.Transform(buffer.Span[..count], _encrypted);
            await file.WriteAsync(_encrypted.AsMemory(0, count), cancellationToken);
            buffer = buffer[count..];
        }
        while (!buffer.IsEmpty);
    }

    public override Task HflushAsync(CancellationToken cancellation) => file.HflushAsync(cancellation);

    public override Task AbortAsync(CancellationToken cancellation) => file.AbortAsync(cancellation);

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await file.DisposeAsync();
        }
        finally
        {
            cipher.Dispose();
        }
    }
}
