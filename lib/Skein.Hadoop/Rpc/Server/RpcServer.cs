using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Skein.Hadoop.Rpc.Server;

/// <summary>Hadoop RPC for holders of tokens: whoever can not prove one is refused before the first call.</summary>
public sealed class RpcServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly RpcServerOptions _options;
    private readonly ITokenIssuer _tokens;
    private readonly RpcDispatcher _dispatcher;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<RpcServerConnection, Task> _connections = new();
    private readonly Task _accepting;

    private RpcServer(Socket listener, RpcServerOptions options, ITokenIssuer tokens, IReadOnlyList<RpcProtocol> protocols)
    {
        _listener = listener;
        _options = options;
        _tokens = tokens;
        _dispatcher = new RpcDispatcher(protocols, options);
        var address = (IPEndPoint)listener.LocalEndPoint!;
        Endpoint = new HadoopEndpoint($"{address.Address}", address.Port);
        _accepting = AcceptAsync();
    }

    /// <summary>Where the server listens.</summary>
    public HadoopEndpoint Endpoint { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="options">Where it listens.</param>
    /// <param name="tokens">Knows the tokens that open it.</param>
    /// <param name="protocols">What it answers to; later additions have no effect.</param>
    /// <exception cref="SocketException">The address is in use, or not this machine's.</exception>
    public static RpcServer Start(RpcServerOptions options, ITokenIssuer tokens, params IReadOnlyList<RpcProtocol> protocols)
    {
        var listener = new Socket(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(options.Address, options.Port));
            listener.Listen();
            return new RpcServer(listener, options, tokens, protocols);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening, cuts all connections, and waits for the calls in progress, which are cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_stopping.Token);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                if (_stopping.IsCancellationRequested)
                    return;
                // Out of file descriptors, say: those who wait stay in the queue of the kernel meanwhile.
                await Task.Delay(TimeSpan.FromMilliseconds(100), _options.TimeProvider, _stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            if (_connections.Count >= _options.MaxConnections)
            {
                socket.Dispose();
                continue;
            }

            socket.NoDelay = true;
            var connection = new RpcServerConnection(socket, _options, _dispatcher, _stopping.Token);
            var begin = new TaskCompletionSource();
            _connections[connection] = ServeAsync(connection, begin.Task);
            begin.SetResult();
        }
    }

    private async Task ServeAsync(RpcServerConnection connection, Task begin)
    {
        await begin.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await connection.RunAsync(_tokens);
        _connections.TryRemove(connection, out _);
        connection.Dispose();
    }
}
