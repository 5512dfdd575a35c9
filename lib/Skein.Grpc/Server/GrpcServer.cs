using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Skein.Grpc;

/// <summary>gRPC over HTTP/2 and mutual TLS, for holders of one certificate pair.</summary>
public sealed class GrpcServer : IAsyncDisposable
{
    private const int Backlog = 512;

    private readonly Socket _listener;
    private readonly GrpcServerOptions _options;
    private readonly PinnedCertificate _certificate;
    private readonly CancellationTokenSource _stopping = new();
    private readonly GrpcApplication _application;
    private readonly ReceiveBuffers _buffers = new(Http2Limits.ReceiveBuffers);
    private readonly ConcurrentDictionary<ServedConnection, Task> _connections = new();
    private readonly ITimer _clock;
    private readonly Task _accepted;

    // Guards _stopped.
    private readonly Lock _gate = new();
    private Task? _stopped;
    private int _connectionCount;

    private GrpcServer(Socket listener, GrpcServerOptions options, PinnedCertificate certificate, GrpcRoutes routes)
    {
        _listener = listener;
        _options = options;
        _certificate = certificate;
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        var state = new GrpcServerState(options.MaxMessageSize, options.StopDetail, options.TimeProvider, _stopping.Token);
        _application = new GrpcApplication(routes.Freeze(), state, options.LoggerFactory.CreateLogger("Skein.Grpc.GrpcServer"));
        var second = TimeSpan.FromSeconds(1);
        _clock = options.TimeProvider.CreateTimer(static server => ((GrpcServer)server!).Tick(), this, second, second);
        _accepted = AcceptAsync();
    }

    /// <summary>The port the server listens on.</summary>
    public int Port { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="options">Where and with which certificate it listens.</param>
    /// <param name="routes">Its procedures; later additions have no effect.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="IOException">The address is in use.</exception>
    public static Task<GrpcServer> StartAsync(GrpcServerOptions options, GrpcRoutes routes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var certificate = new PinnedCertificate(options.Certificate, options.TimeProvider);
        var listener = new Socket(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (options.Address.Equals(IPAddress.IPv6Any))
                listener.DualMode = true;
            listener.Bind(new IPEndPoint(options.Address, options.Port));
            listener.Listen(Backlog);
            return Task.FromResult(new GrpcServer(listener, options, certificate, routes));
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new IOException($"Cannot listen on {options.Address} port {options.Port}: {e.Message}", e);
        }
    }

    /// <summary>
    /// Stops listening, ends open streams with UNAVAILABLE, and lets unary calls finish for up to
    /// <see cref="GrpcServerOptions.StopTimeout"/> before connections are cut. Calling it again waits for the same stop.
    /// </summary>
    /// <param name="cancellation">Cuts the connections at once.</param>
    public Task StopAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return _stopped ??= StopOnceAsync(cancellation);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await _clock.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task StopOnceAsync(CancellationToken cancellation)
    {
        _listener.Dispose();
        await _accepted;
        using var timeout = new CancellationTokenSource(_options.StopTimeout, _options.TimeProvider);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        // Streams end with a status of their own: a clean end would tell a watching client that nothing more can happen.
        await _stopping.CancelAsync();
        var stops = new List<Task>();
        foreach (var (connection, _) in _connections)
            stops.Add(connection.StopAsync());
        try
        {
            await Task.WhenAll(stops).WaitAsync(cut.Token);
            await Task.WhenAll(_connections.Values).WaitAsync(cut.Token);
        }
        catch (OperationCanceledException)
        {
            // Whoever is not done by now is cut off.
        }

        foreach (var (connection, _) in _connections)
            connection.Cut();
        await Task.WhenAll(_connections.Values);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                Serve(await _listener.AcceptAsync());
            }
            catch (Exception e) when (e is ObjectDisposedException || (e is SocketException && _stopping.IsCancellationRequested))
            {
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted)
            {
                return;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // The client was gone already, or there are no more descriptors: these come back.
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    private void Serve(Socket socket)
    {
        if (_connectionCount >= _options.MaxConnections)
        {
            socket.Dispose();
            return;
        }

        ServedConnection connection;
        try
        {
            socket.NoDelay = true;
            connection = new ServedConnection(socket, _buffers, _certificate, _application);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        Interlocked.Increment(ref _connectionCount);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = ended.Task;
        _ = ServeAsync(connection, ended);
    }

    private async Task ServeAsync(ServedConnection connection, TaskCompletionSource ended)
    {
        try
        {
            await connection.RunAsync();
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            Interlocked.Decrement(ref _connectionCount);
            ended.SetResult();
        }
    }

    private void Tick()
    {
        foreach (var (connection, _) in _connections)
            connection.Tick();
    }
}
