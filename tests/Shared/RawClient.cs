using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Skein.TestSupport;

/// <summary>One connection to a server, on which bytes are sent as a test writes them.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new();

    private RawClient()
    {
    }

    public IPEndPoint Local => (IPEndPoint)_client.Client.LocalEndPoint!;

    public static async Task<RawClient> ConnectAsync(int port)
    {
        var client = new RawClient();
        await client._client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Sends a request on a connection of its own, and returns all that comes until the server closes it.</summary>
    public static async Task<string> AskAsync(int port, string request)
    {
        using var client = await ConnectAsync(port);
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }

    public Task SendAsync(string text) =>
        _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken).AsTask();

    public async Task<string> ReadToEndAsync()
    {
        var all = new MemoryStream();
        await _client.GetStream().CopyToAsync(all, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(all.ToArray());
    }

    /// <summary>Reads until a text has come.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        var text = new StringBuilder();
        var next = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            if (await _client.GetStream().ReadAsync(next, TestContext.Current.CancellationToken) == 0)
                Assert.Fail($"The server closed the connection after: {text}");
            text.Append((char)next[0]);
        }

        return text.ToString();
    }

    public void Dispose() => _client.Dispose();
}
