namespace Skein.Hadoop.FileSystems;

/// <summary>
/// A file being written. <see cref="Stream.DisposeAsync"/> completes it; <see cref="AbortAsync"/> gives it up and removes it.
/// </summary>
/// <remarks>
/// Writing is asynchronous only. After a write has failed or was cancelled the file can not be completed any more:
/// <see cref="Stream.DisposeAsync"/> removes it and throws. A caller that fails for reasons of its own calls <see cref="AbortAsync"/>
/// before it disposes.
/// </remarks>
public abstract class FileWriteStream : Stream
{
    public sealed override bool CanRead => false;

    public sealed override bool CanSeek => false;

    public sealed override bool CanWrite => true;

    /// <summary>Bytes written so far.</summary>
    public sealed override long Length => Position;

    /// <summary>Makes everything written so far visible to readers. A local file, or one of WebHDFS, becomes visible only when it is complete.</summary>
    public abstract Task HflushAsync(CancellationToken cancellation);

    /// <summary>Drops the file: nothing of it stays behind. Does nothing once the file is complete.</summary>
    public abstract Task AbortAsync(CancellationToken cancellation);

    public abstract override ValueTask DisposeAsync();

    public abstract override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    public sealed override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Does nothing: buffers empty themselves; see <see cref="HflushAsync"/>.</summary>
    public sealed override void Flush()
    {
    }

    /// <summary>Does nothing: buffers empty themselves; see <see cref="HflushAsync"/>.</summary>
    public sealed override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public sealed override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Files are written asynchronously only");

    public sealed override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public sealed override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Completes the file while the caller's thread waits: a file left open would never be completed at all.</summary>
    protected sealed override void Dispose(bool disposing)
    {
        if (disposing)
            DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }
}
