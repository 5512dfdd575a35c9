using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Writing;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.WebHdfs;

/// <summary>An open file of WebHDFS: seeks, and goes on elsewhere where a DataNode breaks off. Asynchronous only.</summary>
/// <remarks>The DataNode checks the checksums of what it sends; how much has to come is known from the file's status.</remarks>
internal sealed class WebHdfsReadStream(WebHdfsClient client, FileStatus file) : FileReadStream
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<string> _failed = [];
    private HttpResponseMessage? _response;
    private Stream? _content;
    private long _contentPosition;
    private bool _isDisposed;

    public override long Length => file.Length;

    protected override string Name => file.Path;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (buffer.IsEmpty || Position >= Length)
            return 0;
        var pauses = new Backoff(FirstPause, LongestPause, Patience);
        while (true)
        {
            try
            {
                var count = await ReadOnceAsync(buffer, cancellationToken);
                Advance(count);
                _contentPosition = Position;
                return count;
            }
            catch (WebServerException) when (pauses.Next() is { } pause)
            {
                // Another DataNode, or the same one later.
                Drop();
                await Task.Delay(pause, client.Time, cancellationToken);
            }
            catch
            {
                Drop();
                throw;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        if (disposing)
            Drop();
        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (_content is null || _contentPosition != Position)
            await OpenAsync(cancellation);
        var server = _response!.RequestMessage!.RequestUri!.Authority;
        using var deadline = new Deadline(client.Options.SocketTimeout, client.Time, cancellation);
        try
        {
            var left = Length - Position;
            var count = await _content!.ReadAsync(buffer.Length > left ? buffer[..(int)left] : buffer, deadline.Token);
            return count > 0 ? count : throw new WebServerException(server, $"{file.Path}: the content ends {left} bytes too early");
        }
        catch (Exception e) when (e is HttpRequestException or IOException and not WebServerException)
        {
            throw new WebServerException(server, $"{file.Path}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new WebServerException(server, $"{file.Path}: nothing came for {client.Options.SocketTimeout.TotalSeconds:0} s", e);
        }
    }

    private async Task OpenAsync(CancellationToken cancellation)
    {
        Drop();
        var query = new WebHdfsQuery("OPEN").With("offset", $"{Position}");
        if (_failed.Count > 0)
            query.With("excludedatanodes", string.Join(',', _failed));
        var dataNode = await client.LocateAsync(HttpMethod.Get, file.Path, query, cancellation);
        try
        {
            _response = await client.AskDataNodeAsync(file.Path, () => new HttpRequestMessage(HttpMethod.Get, dataNode), cancellation);
        }
        catch (WebServerException)
        {
            if (!_failed.Contains(dataNode.Host))
                _failed.Add(dataNode.Host);
            throw;
        }

        _content = await _response.Content.ReadAsStreamAsync(cancellation);
        _contentPosition = Position;
    }

    private void Drop()
    {
        _response?.Dispose();
        (_response, _content) = (null, null);
    }
}
