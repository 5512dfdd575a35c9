using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Skein.LocalCluster.Pages.Http;

/// <summary>One client's connection: its requests, one after the other.</summary>
internal sealed class HttpConnection(Socket socket, HttpServerOptions options, HttpHandler handler, CancellationToken stopping)
    : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly byte[] _head = new byte[options.MaxHeadLength];
    private int _received;

    /// <summary>Serves the client until it goes, breaks the protocol, takes too long, or the server stops.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await ServeAsync())
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone or too slow: there is nobody to be told.
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <returns>Whether another request may follow.</returns>
    private async Task<bool> ServeAsync()
    {
        using var deadline = new CancellationTokenSource(options.PatienceTime, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        HttpRequest? request = null;
        HttpResponse response;
        var isWhole = false;
        var staysOpen = false;
        try
        {
            var length = await ReadHeadAsync(either.Token);
            if (length < 0)
                return false;
            (request, staysOpen) = HttpRequestHead.Parse(_head.AsSpan(0, length));
            request = await ReadBodyAsync(request, length + HttpRequestHead.End.Length, either.Token);
            isWhole = true;
            response = await handler(request, stopping);
        }
        catch (HttpRefusalException e)
        {
            // What is not understood as a request has no end by which the next one could be found.
            staysOpen &= isWhole;
            response = HttpResponse.Text(e.Status, e.Message + "\n");
        }
        catch (Exception e) when (isWhole && !stopping.IsCancellationRequested)
        {
            options.OnHandlerFailed(request!, e);
            response = HttpResponse.Text(500, $"The request could not be answered: {e.Message}\n");
        }

        using (response)
            staysOpen = await WriteAsync(request, response, staysOpen);
        if (!staysOpen)
            await CloseAsync();
        return staysOpen;
    }

    /// <returns>Length of the head; -1 if the client is gone before one.</returns>
    private async Task<int> ReadHeadAsync(CancellationToken cancellation)
    {
        var seen = 0;
        while (true)
        {
            var end = _head.AsSpan(seen, _received - seen).IndexOf(HttpRequestHead.End);
            if (end >= 0)
                return seen + end;
            // Who speaks another protocol waits for an answer, and never sends the end of a head.
            if (_head.AsSpan(seen, _received - seen).Contains((byte)0))
                throw new HttpRefusalException(400, "The request is not HTTP");
            seen = Math.Max(0, _received - HttpRequestHead.End.Length + 1);
            if (_received == _head.Length)
                throw new HttpRefusalException(431, $"The request's head has more than {_head.Length} bytes");
            var read = await _stream.ReadAsync(_head.AsMemory(_received), cancellation);
            if (read == 0)
                return -1;
            _received += read;
        }
    }

    private async Task<HttpRequest> ReadBodyAsync(HttpRequest request, int start, CancellationToken cancellation)
    {
        var length = HttpRequestHead.BodyLength(request, options.MaxBodyLength);
        var body = new byte[length];
        var already = Math.Min(length, _received - start);
        _head.AsSpan(start, already).CopyTo(body);
        // Behind the body may be the next request.
        _head.AsSpan(start + already, _received - start - already).CopyTo(_head);
        _received -= start + already;
        if (already < length && string.Equals(request.Header("Expect"), "100-continue", StringComparison.OrdinalIgnoreCase))
            await _stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellation);
        await _stream.ReadExactlyAsync(body.AsMemory(already), cancellation);
        return request with { Body = body, Client = (IPEndPoint)socket.RemoteEndPoint!, Server = (IPEndPoint)socket.LocalEndPoint! };
    }

    private async Task<bool> WriteAsync(HttpRequest? request, HttpResponse response, bool staysOpen)
    {
        var isChunked = response.Length is null;
        var hasBody = request?.Method != "HEAD" && response.Status is not (204 or 304);
        var head = new StringBuilder(256);
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} {HttpStatus.Phrase(response.Status)}\r\n");
        foreach (var header in response.Headers)
            head.Append(header.Name).Append(": ").Append(WithoutControls(header.Value)).Append("\r\n");
        if (isChunked)
            head.Append("Transfer-Encoding: chunked\r\n");
        else
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {response.Length}\r\n");
        if (!staysOpen)
            head.Append("Connection: close\r\n");
        head.Append("\r\n");

        var body = new HttpBody(_stream, response.Length, options, stopping);
        await body.WriteHeadAsync(Encoding.Latin1.GetBytes(head.ToString()));
        if (!hasBody)
            return staysOpen;
        try
        {
            await response.WriteBodyAsync(body, stopping);
            await body.CompleteAsync();
            return staysOpen;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // The answer has begun: only its breaking off tells that it is not whole.
            if (e is not (IOException or OperationCanceledException))
                options.OnHandlerFailed(request!, e);
            throw new IOException(e.Message, e);
        }
    }

    // A connection closed over unread bytes is reset, and the answer may be lost with it.
    private async Task CloseAsync()
    {
        socket.Shutdown(SocketShutdown.Send);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1), options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        for (var left = options.MaxBodyLength; left > 0;)
        {
            var read = await _stream.ReadAsync(_head, either.Token);
            if (read == 0)
                return;
            left -= read;
        }
    }

    private static string WithoutControls(string value)
    {
        if (!value.AsSpan().ContainsAnyInRange('\0', '\x1f'))
            return value;
        var characters = value.ToCharArray();
        for (var i = 0; i < characters.Length; i++)
        {
            if (char.IsControl(characters[i]))
                characters[i] = ' ';
        }

        return new string(characters);
    }
}
