using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Skein.Hadoop.Tests.Web;

/// <summary>A web server that answers each path as it was told to, and 404 on all others; one request on a connection.</summary>
internal sealed class ScriptedWebServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, Func<ScriptedRequest, ScriptedAnswer>> _answers = [];
    private readonly ConcurrentQueue<ScriptedRequest> _received = [];
    private readonly Task _serving;

    public ScriptedWebServer()
    {
        _listener.Start();
        Address = _listener.LocalEndpoint.ToString()!;
        _serving = ServeAsync();
    }

    /// <summary><c>host:port</c>.</summary>
    public string Address { get; }

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The targets asked for so far, in their order.</summary>
    public IReadOnlyList<string> Requests => [.. _received.Select(request => request.Target)];

    /// <summary>The requests so far, in their order.</summary>
    public IReadOnlyList<ScriptedRequest> Received => [.. _received];

    public ScriptedWebServer Answer(string path, string body) => Answer(path, _ => new ScriptedAnswer(body));

    /// <summary>Answers a path by a function of the request; a path that ends in <c>*</c> stands for all that begin so.</summary>
    public ScriptedWebServer Answer(string path, Func<ScriptedRequest, ScriptedAnswer> answer)
    {
        _answers[path] = answer;
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    // A client may open a connection before it needs one: each is served by itself.
    private async Task ServeAsync()
    {
        var (clients, serving) = (new List<TcpClient>(), new List<Task>());
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                clients.Add(client);
                serving.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // Stopped, while waiting for a client or just before.
        }

        foreach (var client in clients)
            client.Dispose();
        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            if (await reader.ReadLineAsync() is not { } line)
                return;
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadLineAsync() is { Length: > 0 } header)
                headers[header[..header.IndexOf(':', StringComparison.Ordinal)]] = header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            var request = new ScriptedRequest(line.Split(' ')[0], line.Split(' ')[1], headers, await ReadBodyAsync(reader, headers));
            _received.Enqueue(request);
            var answer = Find(request.Target.Split('?')[0])(request);
            var body = Encoding.Latin1.GetBytes(answer.Body);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(
                $"HTTP/1.1 {answer.Status}\r\n{answer.Headers}Content-Length: {answer.Announced ?? body.Length}\r\nConnection: close\r\n\r\n"));
            await stream.WriteAsync(body);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client has gone, or the test.
        }
    }

    private static async Task<string> ReadBodyAsync(StreamReader reader, Dictionary<string, string> headers)
    {
        if (headers.TryGetValue("Content-Length", out var length))
            return await ReadAsync(reader, int.Parse(length, CultureInfo.InvariantCulture));
        var body = new StringBuilder();
        if (headers.GetValueOrDefault("Transfer-Encoding") == "chunked")
        {
            while (await reader.ReadLineAsync() is { } size and not "0")
            {
                body.Append(await ReadAsync(reader, int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
                await reader.ReadLineAsync();
            }
        }

        return body.ToString();
    }

    private static async Task<string> ReadAsync(StreamReader reader, int length)
    {
        // A read of nothing may wait for something.
        if (length == 0)
            return "";
        var body = new char[length];
        await reader.ReadBlockAsync(body);
        return new string(body);
    }

    private Func<ScriptedRequest, ScriptedAnswer> Find(string path)
    {
        if (_answers.TryGetValue(path, out var exact))
            return exact;
        foreach (var (pattern, answer) in _answers)
        {
            if (pattern.EndsWith('*') && path.StartsWith(pattern[..^1], StringComparison.Ordinal))
                return answer;
        }

        return _ => new ScriptedAnswer("", "404 Not Found");
    }
}
