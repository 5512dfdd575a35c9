using System.Net;
using System.Net.Sockets;

namespace Skein.Tests.Client;

/// <summary>A port that leads to another one, until the line is cut: what went over it breaks, and nobody said goodbye.</summary>
internal sealed class CuttableLine : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _cut = new();

    /// <param name="target">The port of this machine that it leads to.</param>
    public CuttableLine(int target)
    {
        _listener.Start();
        _ = ServeAsync(target);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut() => _cut.Cancel();

    public void Dispose()
    {
        _cut.Cancel();
        _listener.Dispose();
        _cut.Dispose();
    }

    private async Task ServeAsync(int target)
    {
        using var near = await _listener.AcceptSocketAsync(_cut.Token);
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await far.ConnectAsync(IPAddress.Loopback, target, _cut.Token);
        await using var client = new NetworkStream(near);
        await using var server = new NetworkStream(far);
        // Closing with a reset, as the end of a machine's process or a firewall looks like.
        near.LingerState = new LingerOption(enable: true, 0);
        await Task.WhenAll(client.CopyToAsync(server, _cut.Token), server.CopyToAsync(client, _cut.Token))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
