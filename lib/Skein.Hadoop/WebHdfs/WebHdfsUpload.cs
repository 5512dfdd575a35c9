using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.WebHdfs;

/// <summary>Content on its way to a DataNode, in one request as long as it takes.</summary>
internal sealed class WebHdfsUpload : IAsyncDisposable
{
    private readonly WebHdfsClient _client;
    private readonly string _path;
    private readonly string _server;
    private readonly StreamedContent _content = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task<HttpResponseMessage> _response;

    /// <summary>Begins a request.</summary>
    /// <param name="client">Sends it.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="dataNode">Where the NameNode wants the content brought.</param>
    public WebHdfsUpload(WebHdfsClient client, string path, Uri dataNode)
    {
        _client = client;
        _path = path;
        _server = dataNode.Authority;
        _content.Headers.ContentType = new("application/octet-stream");
        _response = client.UploadAsync(path, new HttpRequestMessage(HttpMethod.Post, dataNode) { Content = _content }, _end.Token);
    }

    /// <summary>Sends the next bytes.</summary>
    /// <exception cref="IOException">The DataNode refuses, breaks off or takes nothing.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        using var deadline = new Deadline(_client.Options.WriteTimeout, _client.Time, cancellation);
        try
        {
            // An answer before the end of the body is a refusal, or that of a connection that never came to be.
            var first = await Task.WhenAny(_content.Stream, _response).WaitAsync(deadline.Token);
            if (first == _response)
            {
                using var answer = await _response;
                throw new WebServerException(_server, $"{_path}: answered before it had everything (HTTP {(int)answer.StatusCode})");
            }

            await (await _content.Stream).WriteAsync(bytes, deadline.Token);
        }
        catch (Exception e) when (!_response.IsCompleted && e is IOException or ObjectDisposedException)
        {
            _content.Fail(e);
            throw new WebServerException(_server, $"{_path}: broke off while the content was sent: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new WebServerException(_server, $"{_path}: took no data for {_client.Options.WriteTimeout.TotalSeconds:0} s", e);
        }
    }

    /// <summary>Ends the body, and waits until the DataNode has all of it.</summary>
    /// <exception cref="IOException">It does not have it.</exception>
    public async Task CompleteAsync()
    {
        _content.Complete();
        try
        {
            using var answer = await _response.WaitAsync(_client.Options.WriteTimeout, _client.Time);
        }
        catch (TimeoutException e)
        {
            throw new WebServerException(
                _server, $"{_path}: did not say within {_client.Options.WriteTimeout.TotalSeconds:0} s that it has everything", e);
        }
    }

    /// <summary>Breaks off unless the content is complete.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            (await _response).Dispose();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Whoever wrote has been told.
        }

        _end.Dispose();
    }
}
