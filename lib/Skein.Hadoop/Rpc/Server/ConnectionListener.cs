using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Skein.Hadoop.Rpc.Server;

/// <summary>Accepts TCP connections and serves each of them until it ends.</summary>
public sealed class ConnectionListener : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly int _maxConnections;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private Task _accepting = Task.CompletedTask;

    private ConnectionListener(Socket listener, int maxConnections, TimeProvider time)
    {
        _listener = listener;
        _maxConnections = maxConnections;
        _time = time;
        Endpoint = (IPEndPoint)listener.LocalEndPoint!;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Takes an address. Clients can connect from now on, and wait for <see cref="Serve"/>.</summary>
    /// <param name="endpoint">Address and port; port 0: any free one; <see cref="IPAddress.IPv6Any"/>: all interfaces, by either version of IP.</param>
    /// <param name="maxConnections">Connections open at once; further ones are closed at once.</param>
    /// <param name="time">Clock of the pause after a connection could not be accepted.</param>
    /// <exception cref="SocketException">The address is in use, or not this machine's.</exception>
    public static ConnectionListener Listen(IPEndPoint endpoint, int maxConnections, TimeProvider time)
    {
        var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endpoint.Address.Equals(IPAddress.IPv6Any))
                listener.DualMode = true;
            listener.Bind(endpoint);
            listener.Listen();
            return new ConnectionListener(listener, maxConnections, time);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Begins to serve. To be called once.</summary>
    /// <param name="serve">
    /// Serves a connection until its end, or until the token fires; must not throw. The socket is disposed afterwards.
    /// </param>
    public void Serve(Func<Socket, CancellationToken, Task> serve) => _accepting = AcceptAsync(serve);

    /// <summary>Stops listening and waits until every connection has been served.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _stopping.Dispose();
    }

    private async Task AcceptAsync(Func<Socket, CancellationToken, Task> serve)
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_stopping.Token);
                socket.NoDelay = true;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                if (_stopping.IsCancellationRequested)
                    return;
                // Out of file descriptors, say: those who wait stay in the queue of the kernel meanwhile.
                await Task.Delay(TimeSpan.FromMilliseconds(100), _time, _stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            if (_connections.Count >= _maxConnections)
            {
                socket.Dispose();
                continue;
            }

            var begin = new TaskCompletionSource();
            _connections[socket] = ServeAsync(socket, serve, begin.Task);
            begin.SetResult();
        }
    }

    private async Task ServeAsync(Socket socket, Func<Socket, CancellationToken, Task> serve, Task begin)
    {
        await begin.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await serve(socket, _stopping.Token);
        _connections.TryRemove(socket, out _);
        socket.Dispose();
    }
}
