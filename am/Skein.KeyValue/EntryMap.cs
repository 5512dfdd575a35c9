using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Skein.KeyValue.Ordered;

namespace Skein.KeyValue;

/// <summary>The entries of one revision in the order of their keys. Never changes; the default value is empty.</summary>
public readonly struct EntryMap
{
    private readonly BPlusTree<EntryItem, EntryKey, EntriesByKey> _tree;

    private EntryMap(BPlusTree<EntryItem, EntryKey, EntriesByKey> tree) => _tree = tree;

    /// <summary>Number of entries.</summary>
    public int Count => _tree.Count;

    internal BPlusTree<EntryItem, EntryKey, EntriesByKey> Tree => _tree;

    /// <summary>The entry of a key; null if it is not set.</summary>
    public KeyValueEntry? Find(string key) => Find(key, out _);

    /// <summary>Number of entries in a range; takes the same time for any number.</summary>
    public int CountOf(KeyRange range) => range.IsSingle ? (Find(range.Start) is null ? 0 : 1) : RanksOf(range).Count;

    /// <summary>The entries of a range, in the order of their keys; of more than <paramref name="most"/> the first ones.</summary>
    public ImmutableArray<KeyValueEntry> List(KeyRange range, int most = int.MaxValue)
    {
        if (range.IsSingle)
            return Find(range.Start) is { } entry ? [entry] : [];
        var (first, count) = RanksOf(range);
        count = Math.Min(count, most);
        if (count == 0)
            return [];
        var entries = new KeyValueEntry[count];
        // An item is nothing but the reference that the array has room for.
        _tree.CopyTo(first, MemoryMarshal.CreateSpan(ref Unsafe.As<KeyValueEntry, EntryItem>(ref entries[0]), count));
        return ImmutableCollectionsMarshal.AsImmutableArray(entries);
    }

    /// <summary>The entry of a key, null if it is not set, and the way there for <see cref="Put"/>.</summary>
    internal KeyValueEntry? Find(string key, out TreePath path)
    {
        path = _tree.Find(new EntryKey(key), out var item);
        return item.Entry;
    }

    /// <summary>The entries with another one.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="path">Where these entries have its key.</param>
    internal EntryMap Put(KeyValueEntry entry, TreePath path) => new(_tree.Put(new EntryItem(entry), path));

    /// <summary>The entries without that of a key, which must be set.</summary>
    internal EntryMap Remove(string key) => new(_tree.Remove(_tree.RankOf(new EntryKey(key)), 1));

    internal EntryMap Remove(KeyRange range)
    {
        var (first, count) = RanksOf(range);
        return new(_tree.Remove(first, count));
    }

    private (int First, int Count) RanksOf(KeyRange range)
    {
        var first = _tree.RankOf(new EntryKey(range.Start));
        var end = range.End is null ? _tree.Count : _tree.RankOf(new EntryKey(range.End));
        return (first, Math.Max(0, end - first));
    }
}
