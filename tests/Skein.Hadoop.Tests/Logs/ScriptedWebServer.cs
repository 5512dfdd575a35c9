using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Skein.Hadoop.Tests.Logs;

/// <summary>A web server that gives one answer for each path, and 404 for all others.</summary>
internal sealed class ScriptedWebServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, string> _answers = [];
    private readonly List<string> _requests = [];
    private readonly Task _serving;

    public ScriptedWebServer()
    {
        _listener.Start();
        Address = _listener.LocalEndpoint.ToString()!;
        _serving = ServeAsync();
    }

    /// <summary><c>host:port</c>.</summary>
    public string Address { get; }

    /// <summary>The targets asked for so far, in their order.</summary>
    public IReadOnlyList<string> Requests => _requests;

    public ScriptedWebServer Answer(string path, string body)
    {
        _answers[path] = body;
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream);
                var target = (await reader.ReadLineAsync())!.Split(' ')[1];
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                }

                _requests.Add(target);
                var status = _answers.TryGetValue(target.Split('?')[0], out var body) ? "200 OK" : "404 Not Found";
                var length = Encoding.UTF8.GetByteCount(body ?? "");
                await stream.WriteAsync(Encoding.UTF8.GetBytes(
                    $"HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"));
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // Stopped, while waiting for a client or just before.
        }
    }
}
