namespace Skein.Submission.Driver;

/// <summary>Clients of one cluster, one for each user that callers act as. Safe for concurrent use.</summary>
/// <remarks>Of those that nobody uses only the latest few are kept; one that the cluster has moved away from goes with its last user.</remarks>
public sealed class ClusterClients : IAsyncDisposable
{
    /// <summary>Clients kept while nobody uses them.</summary>
    internal const int MostIdle = 16;

    private readonly Func<CancellationToken, Task<SkeinClientOptions>> _find;
    private readonly Func<SkeinClientOptions, SkeinClient> _open;

    // Guards everything below.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SharedClient> _clients = new(StringComparer.Ordinal);
    private long _uses;

    /// <param name="find">
    /// Finds the cluster, starting it where that is this process's part. Asked before every use; another object than before is another cluster.
    /// </param>
    public ClusterClients(Func<CancellationToken, Task<SkeinClientOptions>> find)
        : this(find, SkeinClient.Open)
    {
    }

    /// <summary>For tests: clients of their own.</summary>
    internal ClusterClients(Func<CancellationToken, Task<SkeinClientOptions>> find, Func<SkeinClientOptions, SkeinClient> open)
    {
        _find = find;
        _open = open;
    }

    /// <summary>Clients that are open.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
                return _clients.Count;
        }
    }

    /// <summary>A client for as long as the lease is not disposed. Nothing is dialled by it.</summary>
    /// <param name="user">As whom; null or empty: as this process's own user.</param>
    /// <param name="cancellation">Ends the search for the cluster.</param>
    /// <exception cref="IOException">The cluster can not be found or started, or nobody is logged in.</exception>
    public async Task<ClusterLease> RentAsync(string? user, CancellationToken cancellation)
    {
        var name = user ?? "";
        var options = await _find(cancellation);
        if (Find(name, options, opened: null) is { } known)
            return new ClusterLease(this, known);
        var opened = new SharedClient(_open(options with { User = name }), options);
        var shared = Find(name, options, opened)!;
        // Somebody else may have been quicker.
        if (shared != opened)
            await opened.Client.DisposeAsync();
        await CloseAsync(TakeSuperfluous());
        return new ClusterLease(this, shared);
    }

    /// <summary>Closes all clients, those in use too.</summary>
    public async ValueTask DisposeAsync()
    {
        List<SharedClient> all;
        lock (_gate)
        {
            all = [.. _clients.Values];
            _clients.Clear();
        }

        await CloseAsync(all);
    }

    internal async ValueTask ReturnAsync(SharedClient client)
    {
        bool isLast;
        lock (_gate)
            isLast = --client.Users == 0 && client.IsRetired;
        if (isLast)
            await client.Client.DisposeAsync();
        else
            await CloseAsync(TakeSuperfluous());
    }

    private SharedClient? Find(string user, SkeinClientOptions options, SharedClient? opened)
    {
        SharedClient? found;
        SharedClient? left = null;
        lock (_gate)
        {
            if (_clients.TryGetValue(user, out found) && !ReferenceEquals(found.Options, options))
            {
                found.IsRetired = true;
                left = found.Users == 0 ? found : null;
                _clients.Remove(user);
                found = null;
            }

            if (found is null && opened is not null)
                _clients[user] = found = opened;
            if (found is not null)
            {
                found.Users++;
                found.LastUse = ++_uses;
            }
        }

        if (left is not null)
            _ = CloseAsync([left]);
        return found;
    }

    private List<SharedClient> TakeSuperfluous()
    {
        var taken = new List<SharedClient>();
        lock (_gate)
        {
            while (true)
            {
                var idle = 0;
                (string User, SharedClient Client)? oldest = null;
                foreach ((var user, var client) in _clients)
                {
                    if (client.Users > 0)
                        continue;
                    idle++;
                    if (oldest is null || client.LastUse < oldest.Value.Client.LastUse)
                        oldest = (user, client);
                }

                if (idle <= MostIdle)
                    return taken;
                _clients.Remove(oldest!.Value.User);
                taken.Add(oldest.Value.Client);
            }
        }
    }

    private static async Task CloseAsync(List<SharedClient> clients)
    {
        foreach (var client in clients)
            await client.Client.DisposeAsync();
    }
}
