using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Skein.Hadoop.Web.Server;

/// <summary>One client's connection: its requests, one after the other.</summary>
internal sealed class HttpConnection : IDisposable
{
    // What nobody wanted of a request is read to its end up to this, so that the connection can be used on.
    private const int MaxUnread = 64 << 10;

    private readonly Socket _socket;
    private readonly HttpServerOptions _options;
    private readonly HttpHandler _handler;
    private readonly CancellationToken _stopping;
    private readonly NetworkStream _stream;
    private readonly HttpInput _input;

    public HttpConnection(Socket socket, HttpServerOptions options, HttpHandler handler, CancellationToken stopping)
    {
        _socket = socket;
        _options = options;
        _handler = handler;
        _stopping = stopping;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _input = new HttpInput(_stream, options, stopping);
    }

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

    /// <summary>An end of a connection; a socket for both versions of IP shows the older one's addresses as the newer's.</summary>
    public static IPEndPoint Endpoint(EndPoint? end) => end is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
        ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port)
        : (IPEndPoint)end!;

    /// <returns>Whether another request may follow.</returns>
    private async Task<bool> ServeAsync()
    {
        HttpRequest? request = null;
        HttpRequestBody? body = null;
        HttpResponse response;
        var staysOpen = false;
        try
        {
            if (await _input.ReadHeadAsync() is not { } head)
                return false;
            (request, staysOpen) = HttpRequestHead.Parse(head.Span);
            var length = HttpRequestHead.BodyLength(request, _options.MaxBodyLength);
            body = new HttpRequestBody(_input, length, _options.MaxBodyLength, IsWaiting(request) ? AskForBodyAsync : null);
            request = request with { Body = body, BodyLength = length, Client = Endpoint(_socket.RemoteEndPoint), Server = Endpoint(_socket.LocalEndPoint) };
            response = await _handler(request, _stopping);
        }
        catch (HttpRefusalException e)
        {
            response = HttpResponse.Text(e.Status, e.Message + "\n");
        }
        catch (Exception e) when (body is not null && !_stopping.IsCancellationRequested)
        {
            _options.OnHandlerFailed(request!, e);
            response = HttpResponse.Text(500, $"The request could not be answered: {e.Message}\n");
        }

        using (response)
        {
            // Where a request's end is not found the next one's beginning is not, either.
            staysOpen = staysOpen && _options.KeepsConnections && body is not null && await SkipAsync(body);
            staysOpen = await WriteAsync(request, response, staysOpen);
        }

        if (!staysOpen)
            await CloseAsync();
        return staysOpen;
    }

    // A client that stops in the middle of what nobody wants gets its answer all the same.
    private async Task<bool> SkipAsync(HttpRequestBody body)
    {
        try
        {
            return await body.SkipAsync(MaxUnread);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or HttpRefusalException && !_stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private static bool IsWaiting(HttpRequest request) =>
        string.Equals(request.Header("Expect"), "100-continue", StringComparison.OrdinalIgnoreCase);

    private Task AskForBodyAsync() => new HttpBody(_stream, 0, _options, _stopping).WriteHeadAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());

    private async Task<bool> WriteAsync(HttpRequest? request, HttpResponse response, bool staysOpen)
    {
        var hasBody = request?.Method != "HEAD" && response.Status is not (204 or 304);
        var head = new StringBuilder(256);
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} {HttpStatus.Phrase(response.Status)}\r\n");
        foreach (var header in response.Headers)
            head.Append(header.Name).Append(": ").Append(WithoutControls(header.Value)).Append("\r\n");
        if (response.Length is { } length)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
        else if (hasBody)
            head.Append("Transfer-Encoding: chunked\r\n");
        if (!staysOpen)
            head.Append("Connection: close\r\n");
        head.Append("\r\n");

        var body = new HttpBody(_stream, response.Length, _options, _stopping);
        await body.WriteHeadAsync(Encoding.Latin1.GetBytes(head.ToString()));
        if (!hasBody)
            return staysOpen;
        try
        {
            await response.WriteBodyAsync(body, _stopping);
            await body.CompleteAsync();
            return staysOpen;
        }
        catch (Exception e) when (!_stopping.IsCancellationRequested)
        {
            // The answer has begun: only its breaking off tells that it is not whole.
            if (e is not (IOException or OperationCanceledException))
                _options.OnHandlerFailed(request!, e);
            throw new IOException(e.Message, e);
        }
    }

    // A connection closed over unread bytes is reset, and the answer may be lost with it.
    private async Task CloseAsync()
    {
        _socket.Shutdown(SocketShutdown.Send);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1), _options.TimeProvider);
        var rest = new byte[4096];
        for (var left = _options.MaxBodyLength; left > 0;)
        {
            var read = await _input.ReadAsync(rest, deadline.Token);
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
