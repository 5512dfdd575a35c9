using System.Collections.Immutable;
using Skein.KeyValue.Ordered;

namespace Skein.KeyValue;

/// <summary>The entries of one revision in the order of their keys. Never changes; the default value is empty.</summary>
public readonly struct EntryMap
{
    private readonly BPlusTree<KeyValueEntry, string, EntriesByKey> _tree;

    private EntryMap(BPlusTree<KeyValueEntry, string, EntriesByKey> tree) => _tree = tree;

    /// <summary>Number of entries.</summary>
    public int Count => _tree.Count;

    internal BPlusTree<KeyValueEntry, string, EntriesByKey> Tree => _tree;

    /// <summary>The entry of a key; null if it is not set.</summary>
    public KeyValueEntry? Find(string key) => _tree.TryGet(key, out var entry) ? entry : null;

    /// <summary>Number of entries in a range; takes the same time for any number.</summary>
    public int CountOf(KeyRange range) => range.IsSingle ? (Find(range.Start) is null ? 0 : 1) : RanksOf(range).Count;

    /// <summary>The entries of a range, in the order of their keys.</summary>
    public ImmutableArray<KeyValueEntry> List(KeyRange range)
    {
        if (range.IsSingle)
            return Find(range.Start) is { } entry ? [entry] : [];
        var (first, count) = RanksOf(range);
        return _tree.Slice(first, count);
    }

    internal EntryMap Put(KeyValueEntry entry) => new(_tree.Put(entry));

    /// <summary>The entries without that of a key, which must be set.</summary>
    internal EntryMap Remove(string key) => new(_tree.Remove(_tree.RankOf(key), 1));

    internal EntryMap Remove(KeyRange range)
    {
        var (first, count) = RanksOf(range);
        return new(_tree.Remove(first, count));
    }

    private (int First, int Count) RanksOf(KeyRange range)
    {
        var first = _tree.RankOf(range.Start);
        var end = range.End is null ? _tree.Count : _tree.RankOf(range.End);
        return (first, Math.Max(0, end - first));
    }
}
