using System.Collections.Concurrent;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Launch;

/// <summary>
/// Bounds the calls to NodeManagers that are under way: few for each node, so that one out of reach holds up no other, and not too many
/// in all.
/// </summary>
internal sealed class NodeSlots : IDisposable
{
    /// <summary>Calls to one node under way at once.</summary>
    internal const int PerNode = 4;

    /// <summary>Calls to all nodes under way at once.</summary>
    internal const int InAll = 64;

    // No more than the cluster has nodes.
    private readonly ConcurrentDictionary<NodeIdProto, SemaphoreSlim> _nodes = new();
    private readonly SemaphoreSlim _all = new(InAll);

    /// <summary>Makes a call when its turn has come.</summary>
    public async Task<T> UseAsync<T>(NodeIdProto node, Func<Task<T>> call, CancellationToken cancellation)
    {
        var slots = _nodes.GetOrAdd(node, static _ => new SemaphoreSlim(PerNode));
        await slots.WaitAsync(cancellation);
        try
        {
            await _all.WaitAsync(cancellation);
            try
            {
                return await call();
            }
            finally
            {
                _all.Release();
            }
        }
        finally
        {
            slots.Release();
        }
    }

    public void Dispose()
    {
        foreach (var slots in _nodes.Values)
            slots.Dispose();
        _all.Dispose();
    }
}
