using System.Collections.Immutable;

namespace Skein.Benchmarks.Stores;

/// <summary>The framework's immutable ordered map, replaced under one lock: the plain way to have order and snapshots.</summary>
internal sealed class LockedSortedStore : IStore
{
    // Guards _map on both paths, as one global lock would.
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, byte[]> _map = ImmutableSortedDictionary.Create<string, byte[]>(StringComparer.Ordinal);

    public string Name => "locked";

    public void Put(string key, byte[] value)
    {
        lock (_gate)
            _map = _map.SetItem(key, value);
    }

    public ReadOnlyMemory<byte> Get(string key)
    {
        lock (_gate)
            return _map.TryGetValue(key, out var value) ? value : default;
    }
}
