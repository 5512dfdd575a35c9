namespace Skein.Hadoop.FileSystems;

/// <summary>
/// A file being written. <see cref="Stream.DisposeAsync"/> completes it; <see cref="AbortAsync"/> gives it up and removes it.
/// </summary>
public abstract class FileWriteStream : Stream
{
    public sealed override bool CanRead => false;

    public sealed override bool CanSeek => false;

    public sealed override bool CanWrite => true;

    /// <summary>Makes everything written so far visible to readers.</summary>
    public abstract Task HflushAsync(CancellationToken cancellation);

    /// <summary>Drops the file: nothing of it stays behind. Does nothing once the file is complete.</summary>
    public abstract Task AbortAsync(CancellationToken cancellation);

    public sealed override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public sealed override void SetLength(long value) => throw new NotSupportedException();
}
