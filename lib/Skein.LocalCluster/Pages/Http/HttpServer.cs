using System.Net;
using System.Net.Sockets;
using Skein.Hadoop.Rpc.Server;

namespace Skein.LocalCluster.Pages.Http;

/// <summary>HTTP/1.1 on this machine's loopback: no TLS, no transfer codings in requests.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly ConnectionListener _listener;
    private readonly HttpServerOptions _options;

    private HttpServer(ConnectionListener listener, HttpServerOptions options)
    {
        _listener = listener;
        _options = options;
    }

    public int Port => _listener.Endpoint.Port;

    /// <summary>Takes a port. Clients can connect from now on, and wait for <see cref="Serve"/>.</summary>
    /// <exception cref="SocketException">The port is in use.</exception>
    public static HttpServer Listen(HttpServerOptions options) => new(
        ConnectionListener.Listen(new IPEndPoint(options.Address, options.Port), options.MaxConnections, options.TimeProvider), options);

    /// <summary>Begins to serve. To be called once.</summary>
    public void Serve(HttpHandler handler) => _listener.Serve(async (socket, stopping) =>
    {
        using var connection = new HttpConnection(socket, _options, handler, stopping);
        await connection.RunAsync();
    });

    /// <summary>Stops listening and cuts all connections.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
