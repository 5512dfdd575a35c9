using System.Net;
using System.Net.Sockets;

namespace Skein.Hadoop.Rpc.Server;

/// <summary>Hadoop RPC for holders of tokens: whoever can not prove one is refused before the first call.</summary>
public sealed class RpcServer : IAsyncDisposable
{
    private readonly ConnectionListener _listener;
    private readonly RpcServerOptions _options;

    private RpcServer(ConnectionListener listener, RpcServerOptions options)
    {
        _listener = listener;
        _options = options;
        Endpoint = new HadoopEndpoint($"{listener.Endpoint.Address}", listener.Endpoint.Port);
    }

    /// <summary>Where the server listens.</summary>
    public HadoopEndpoint Endpoint { get; }

    /// <summary>Takes an address. Clients can connect from now on, and wait for <see cref="Serve"/>.</summary>
    /// <param name="options">Where the server listens.</param>
    /// <exception cref="SocketException">The address is in use, or not this machine's.</exception>
    public static RpcServer Listen(RpcServerOptions options) => new(
        ConnectionListener.Listen(new IPEndPoint(options.Address, options.Port), options.MaxConnections, options.TimeProvider), options);

    /// <summary>Begins to serve. To be called once.</summary>
    /// <param name="tokens">Knows the tokens that open the server.</param>
    /// <param name="protocols">What it answers to; later additions have no effect.</param>
    public void Serve(ITokenIssuer tokens, params IReadOnlyList<RpcProtocol> protocols)
    {
        var dispatcher = new RpcDispatcher(protocols, _options);
        _listener.Serve(async (socket, stopping) =>
        {
            using var connection = new RpcServerConnection(socket, _options, dispatcher, stopping);
            await connection.RunAsync(tokens);
        });
    }

    /// <summary>Stops listening, cuts all connections, and waits for the calls in progress, which are cancelled.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
