using System.Runtime.ExceptionServices;
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
internal sealed class WebHdfsWriteStream(WebHdfsClient client, string path, string temporary, bool overwrite) : FileWriteStream
{
    private WebHdfsUpload? _upload;
    private Exception? _fault;
    private long _position;
    private bool _ended;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (buffer.IsEmpty)
                return;
            _upload ??= new WebHdfsUpload(
                client, path, await client.LocateAsync(HttpMethod.Post, temporary, new WebHdfsQuery("APPEND"), cancellationToken));
            await _upload.WriteAsync(buffer, cancellationToken);
            _position += buffer.Length;
        }
        catch (Exception e)
        {
            _fault = e;
            throw;
        }
    }

    /// <summary>Does nothing: the file becomes visible when it is complete.</summary>
    public override Task HflushAsync(CancellationToken cancellation)
    {
        ThrowIfUnusable();
        return Task.CompletedTask;
    }

    public override async Task AbortAsync(CancellationToken cancellation)
    {
        if (_ended)
            return;
        _ended = true;
        if (_upload is not null)
            await _upload.DisposeAsync();
        await client.CallAsync(HttpMethod.Delete, temporary, new WebHdfsQuery("DELETE"), cancellation, path);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        if (_fault is null)
        {
            try
            {
                if (_upload is not null)
                    await _upload.CompleteAsync();
                await client.CallAsync(
                    HttpMethod.Put, temporary, WebHdfsFileSystem.Rename(path, overwrite), CancellationToken.None, path);
                _ended = true;
                if (_upload is not null)
                    await _upload.DisposeAsync();
                return;
            }
            catch (Exception e)
            {
                _fault = e;
            }
        }

        try
        {
            await AbortAsync(CancellationToken.None);
        }
        catch (IOException)
        {
            // The first fault is what the caller needs to know.
        }

        ExceptionDispatchInfo.Throw(_fault);
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_fault is not null)
            throw new IOException($"{path}: an earlier write has failed: {_fault.Message}", _fault);
    }
}
