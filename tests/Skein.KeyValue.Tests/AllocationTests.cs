using System.Globalization;
using Skein.KeyValue.Operations;

namespace Skein.KeyValue.Tests;

/// <summary>What a put and a get may allocate; the collector's pauses are the store's only ones.</summary>
public sealed class AllocationTests
{
    private const int Rounds = 1000;

    private readonly KeyValueStore _store = new();
    private readonly string[] _keys = [.. Enumerable.Range(0, 1000).Select(static i => i.ToString("d4", CultureInfo.InvariantCulture))];

    private readonly Dictionary<string, string> _successors;

    public AllocationTests()
    {
        _successors = _keys.ToDictionary(static key => key, static key => key + "\0");
        Array.ForEach(_keys, Put);
    }

    [Fact]
    public void A_put_in_a_store_of_a_thousand_keys_allocates_less_than_a_kilobyte() =>
        Assert.InRange(BytesPerRound(Put), 1, 1024);

    [Fact]
    public void A_read_of_one_key_allocates_its_array_only() => Assert.InRange(BytesPerRound(List), 1, 32);

    [Fact]
    public void Counting_allocates_nothing() => Assert.Equal(0, BytesPerRound(Count));

    private void List(string key) => Assert.False(_store.Latest.Entries.List(new KeyRange(key, _successors[key])).IsEmpty);

    private void Count(string key) => _store.Latest.Entries.CountOf(new KeyRange(key, ""));

    private void Put(string key) => _store.Execute(new Put { Key = key, Value = new byte[1] });

    private long BytesPerRound(Action<string> body)
    {
        body(_keys[0]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
            body(_keys[i % _keys.Length]);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
    }
}
