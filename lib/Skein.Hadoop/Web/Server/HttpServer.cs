using System.Net;
using System.Net.Sockets;
using Skein.Hadoop.Rpc.Server;

namespace Skein.Hadoop.Web.Server;

/// <summary>HTTP/1.1 without TLS.</summary>
public sealed class HttpServer : IAsyncDisposable
{
    private readonly ConnectionListener _listener;
    private readonly HttpServerOptions _options;
    private int _strangers;

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
        var isStranger = !_options.IsExpected(HttpConnection.Endpoint(socket.RemoteEndPoint).Address);
        if (isStranger && Interlocked.Increment(ref _strangers) > _options.MaxStrangers)
        {
            Interlocked.Decrement(ref _strangers);
            return;
        }

        try
        {
            using var connection = new HttpConnection(socket, _options, handler, stopping);
            await connection.RunAsync();
        }
        finally
        {
            if (isStranger)
                Interlocked.Decrement(ref _strangers);
        }
    });

    /// <summary>Stops listening and cuts all connections.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
