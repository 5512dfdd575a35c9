using System.Collections.Concurrent;

namespace Skein.Benchmarks.Stores;

/// <summary>The framework's hash map: no order, no snapshots, no transactions. The upper end of what a map in memory does.</summary>
internal sealed class ConcurrentDictionaryStore : IStore
{
    private readonly ConcurrentDictionary<string, byte[]> _map = new(StringComparer.Ordinal);

    public string Name => "dictionary";

    public void Put(string key, byte[] value) => _map[key] = value;

    public ReadOnlyMemory<byte> Get(string key) => _map.TryGetValue(key, out var value) ? value : default;
}
