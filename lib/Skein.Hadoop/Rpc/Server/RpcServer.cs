using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Skein.Hadoop.Rpc.Server;

/// <summary>Hadoop RPC for holders of tokens: whoever can not prove one is refused before the first call.</summary>
public sealed class RpcServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly RpcServerOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<RpcServerConnection, Task> _connections = new();
    private Task _accepting = Task.CompletedTask;

    private RpcServer(Socket listener, RpcServerOptions options)
    {
        _listener = listener;
        _options = options;
        var address = (IPEndPoint)listener.LocalEndPoint!;
        Endpoint = new HadoopEndpoint($"{address.Address}", address.Port);
    }

    /// <summary>Where the server listens.</summary>
    public HadoopEndpoint Endpoint { get; }

    /// <summary>Takes an address. Clients can connect from now on, and wait for <see cref="Serve"/>.</summary>
    /// <param name="options">Where the server listens.</param>
    /// <exception cref="SocketException">The address is in use, or not this machine's.</exception>
    public static RpcServer Listen(RpcServerOptions options)
    {
        var listener = new Socket(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(options.Address, options.Port));
            listener.Listen();
            return new RpcServer(listener, options);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Begins to serve. To be called once.</summary>
    /// <param name="tokens">Knows the tokens that open the server.</param>
    /// <param name="protocols">What it answers to; later additions have no effect.</param>
    public void Serve(ITokenIssuer tokens, params IReadOnlyList<RpcProtocol> protocols) =>
        _accepting = AcceptAsync(tokens, new RpcDispatcher(protocols, _options));

    /// <summary>Stops listening, cuts all connections, and waits for the calls in progress, which are cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _stopping.Dispose();
    }

    private async Task AcceptAsync(ITokenIssuer tokens, RpcDispatcher dispatcher)
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
            var connection = new RpcServerConnection(socket, _options, dispatcher, _stopping.Token);
            var begin = new TaskCompletionSource();
            _connections[connection] = ServeAsync(connection, tokens, begin.Task);
            begin.SetResult();
        }
    }

    private async Task ServeAsync(RpcServerConnection connection, ITokenIssuer tokens, Task begin)
    {
        await begin.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await connection.RunAsync(tokens);
        _connections.TryRemove(connection, out _);
        connection.Dispose();
    }
}
