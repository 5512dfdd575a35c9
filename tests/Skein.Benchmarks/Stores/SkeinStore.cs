using Skein.KeyValue;
using Skein.KeyValue.Operations;

namespace Skein.Benchmarks.Stores;

/// <summary>The application master's store: ordered, with revisions, transactions and watches.</summary>
internal sealed class SkeinStore : IStore
{
    private readonly KeyValueStore _store = new();

    public string Name => "skein";

    public void Put(string key, byte[] value) => _store.Execute(new Put { Key = key, Value = value });

    public ReadOnlyMemory<byte> Get(string key) => _store.Latest.Entries.Find(key) is { } entry ? entry.Value : default;
}
