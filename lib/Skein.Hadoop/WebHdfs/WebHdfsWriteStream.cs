using Skein.Hadoop.FileSystems;

namespace Skein.Hadoop.WebHdfs;

/// <summary>A file of WebHDFS being written under a temporary name beside the final one, which it gets when it is complete.</summary>
/// <remarks>
/// A DataNode whose client breaks off completes the file with what it has: under its own name half a file would pass for a whole one.
/// The file is made empty and its content appended, so that there is something to remove whenever the writer gives up.
/// </remarks>
/// <param name="client">Sends the requests.</param>
/// <param name="path">The final name.</param>
/// <param name="temporary">The empty file.</param>
/// <param name="overwrite">Whether a file of the final name is replaced.</param>
internal sealed class WebHdfsWriteStream(WebHdfsClient client, string path, string temporary, bool overwrite)
    : TransactionalWriteStream(path)
{
    private WebHdfsUpload? _upload;
    private long _position;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    protected override async ValueTask AppendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellation)
    {
        if (buffer.IsEmpty)
            return;
        _upload ??= new WebHdfsUpload(
            client, Name, await client.LocateAsync(HttpMethod.Post, temporary, new WebHdfsQuery("APPEND"), cancellation));
        await _upload.WriteAsync(buffer, cancellation);
        _position += buffer.Length;
    }

    protected override Task ShowAsync(CancellationToken cancellation) => Task.CompletedTask;

    protected override async Task CompleteAsync()
    {
        if (_upload is not null)
            await _upload.CompleteAsync();
        await client.CallAsync(HttpMethod.Put, temporary, WebHdfsFileSystem.Rename(Name, overwrite), CancellationToken.None, Name);
    }

    protected override async Task RemoveAsync(CancellationToken cancellation)
    {
        // A file that is still being appended to can not be removed.
        await ReleaseAsync();
        await client.CallAsync(HttpMethod.Delete, temporary, new WebHdfsQuery("DELETE"), cancellation, Name);
    }

    protected override async ValueTask ReleaseAsync()
    {
        if (_upload is { } upload)
        {
            _upload = null;
            await upload.DisposeAsync();
        }
    }
}
