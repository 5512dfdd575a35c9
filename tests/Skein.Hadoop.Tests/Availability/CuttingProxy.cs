using System.Net;
using System.Net.Sockets;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Tests.Availability;

/// <summary>
/// Stands in front of a server. When it is told to cut, the next answer does not come through: the server has done what it was asked to,
/// and its client does not know.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly HadoopEndpoint _server;
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private Func<Task>? _onAnswer;

    public CuttingProxy(HadoopEndpoint server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts the connection at the next answer.</summary>
    /// <param name="then">Happens between the server's deed and the client's learning of the cut.</param>
    public void CutNextAnswer(Func<Task> then) => Volatile.Write(ref _onAnswer, then);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
            _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(_server.Host, _server.Port, _stopping.Token);
            var asking = client.GetStream().CopyToAsync(server.GetStream(), _stopping.Token);
            var answering = AnswerAsync(server.GetStream(), client.GetStream());
            await Task.WhenAny(asking, answering);
        }
    }

    private async Task AnswerAsync(NetworkStream server, NetworkStream client)
    {
        var buffer = new byte[64 << 10];
        while (await server.ReadAsync(buffer, _stopping.Token) is var length and > 0)
        {
            if (Interlocked.Exchange(ref _onAnswer, null) is { } then)
            {
                await then();
                return;
            }

            await client.WriteAsync(buffer.AsMemory(0, length), _stopping.Token);
        }
    }
}
