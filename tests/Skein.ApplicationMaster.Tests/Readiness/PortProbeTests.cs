using System.Net;
using System.Net.Sockets;
using Skein.ApplicationMaster.Readiness;
using Skein.ApplicationMaster.Tests.Support;

namespace Skein.ApplicationMaster.Tests.Readiness;

public sealed class PortProbeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_than_64_connections_are_open_at_a_time()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 128);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var rule = new ReadinessRule { HttpPort = port };
        using var probe = new PortProbe(new ManualClock());
        var tries = Enumerable.Range(0, 70).Select(_ => probe.TryAsync("127.0.0.1", rule, Cancellation)).ToArray();

        var open = new List<Socket>();
        for (var i = 0; i < 64; i++)
            open.Add(await listener.AcceptSocketAsync(Cancellation));
        Assert.False(listener.Pending());
        // Each one that ends lets another one begin.
        for (var i = 64; i < 70; i++)
        {
            await RefuseAsync(open[i - 64]);
            open.Add(await listener.AcceptSocketAsync(Cancellation));
        }

        foreach (var socket in open.Skip(6))
            await RefuseAsync(socket);
        Assert.All(await Task.WhenAll(tries).WaitAsync(Cancellation), Assert.False);
    }

    // A connection that just closes would be tried anew.
    private static async Task RefuseAsync(Socket socket)
    {
        await socket.SendAsync("HTTP/1.1 503 Not yet\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), Cancellation);
        socket.Dispose();
    }
}
