using Google.Protobuf;

namespace Skein.Hadoop.Rpc;

/// <summary>
/// Calls Hadoop's servers. Channels to the same server, with the same user or token and the same protocol, share one connection;
/// all of them share one client id, by which servers recognise a call that is sent again. Safe to share between threads.
/// </summary>
public sealed class RpcClient : IAsyncDisposable
{
    private readonly RpcOptions _options;
    private readonly TimeProvider _time;
    private readonly ByteString _clientId = ByteString.CopyFrom(Guid.NewGuid().ToByteArray(bigEndian: true));
    private readonly CancellationTokenSource _disposing = new();

    // Guards _connections, _groups and _disposed; nothing is awaited under it.
    private readonly Lock _gate = new();
    private readonly Dictionary<RpcConnectionKey, Task<RpcConnection>> _connections = [];
    private readonly Dictionary<string, RpcServerGroup> _groups = new(StringComparer.Ordinal);
    private bool _disposed;
    private int _lastCallId = -1;

    /// <param name="options">Bounds, times and retries.</param>
    /// <param name="time">Clock; null: the system's.</param>
    public RpcClient(RpcOptions options, TimeProvider? time = null)
    {
        _options = options;
        _time = time ?? TimeProvider.System;
    }

    internal TimeProvider Time => _time;

    /// <summary>A way to call one protocol of one server. Connects with the first call; holds nothing that needs to be disposed of.</summary>
    public IRpcChannel Open(RpcTarget target) => new RpcChannel(this, target);

    /// <summary>Closes all connections. Calls that still wait fail.</summary>
    public async ValueTask DisposeAsync()
    {
        Task<RpcConnection>[] connections;
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            connections = [.. _connections.Values];
        }

        await _disposing.CancelAsync();
        foreach (var opening in connections)
        {
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (opening.IsCompletedSuccessfully)
                await opening.Result.DisposeAsync();
        }

        _disposing.Dispose();
    }

    /// <summary>A number for a new call. Numbers begin again after 2^31 calls.</summary>
    internal int NextCallId() => Interlocked.Increment(ref _lastCallId) & int.MaxValue;

    /// <summary>The servers of a target. What one channel finds out about which is active, all know.</summary>
    internal RpcServerGroup GroupOf(RpcTarget target)
    {
        if (target.Alternatives.Count == 0)
            return new RpcServerGroup([target.Endpoint]);
        HadoopEndpoint[] servers = [target.Endpoint, .. target.Alternatives];
        var name = string.Join<HadoopEndpoint>(',', servers);
        lock (_gate)
        {
            if (!_groups.TryGetValue(name, out var group))
                _groups[name] = group = new RpcServerGroup(servers, target.Failover.RandomOrder ? Random.Shared.Next(servers.Length) : 0);
            return group;
        }
    }

    internal RpcRetryPolicy CreatePolicy(RpcTarget target, bool isKnown) =>
        new(_options.Retry, target.Failover, 1 + target.Alternatives.Count, isKnown, _time, Random.Shared.NextDouble);

    /// <summary>The open connection to a server, or a new one. Several callers wait for one attempt together.</summary>
    /// <exception cref="RpcConnectionException">The server can not be reached, or refused the login.</exception>
    internal Task<RpcConnection> ConnectAsync(RpcTarget target, HadoopEndpoint endpoint, CancellationToken cancellation)
    {
        var key = RpcConnectionKey.Of(target, endpoint);
        Task<RpcConnection>? opening;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_connections.TryGetValue(key, out opening) || IsClosed(opening))
                _connections[key] = opening = Task.Run(() => OpenAsync(key, target, endpoint));
        }

        return opening.WaitAsync(cancellation);
    }

    private async Task<RpcConnection> OpenAsync(RpcConnectionKey key, RpcTarget target, HadoopEndpoint endpoint)
    {
        try
        {
            var transport = await RpcTransport.OpenAsync(target, endpoint, _clientId, _options, _time, _disposing.Token);
            return new RpcConnection(transport, target.Protocol, _clientId, _options, _time, closed => Forget(key, closed));
        }
        catch (Exception e)
        {
            lock (_gate)
                _connections.Remove(key);
            if (e is OperationCanceledException)
                throw new RpcConnectionException(endpoint, RpcFailure.Closed, "the client is being disposed of", e);
            throw;
        }
    }

    private void Forget(RpcConnectionKey key, RpcConnection closed)
    {
        lock (_gate)
        {
            // A successor may already stand in its place.
            if (_connections.TryGetValue(key, out var current) && current.IsCompletedSuccessfully && current.Result == closed)
                _connections.Remove(key);
        }
    }

    private static bool IsClosed(Task<RpcConnection> opening) => opening.IsCompletedSuccessfully && opening.Result.IsClosed;
}
