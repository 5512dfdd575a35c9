using System.Collections.Immutable;

namespace Skein.KeyValue.Changes;

/// <summary>Keys were removed in one step.</summary>
/// <param name="entries">The entries removed, in the order of their keys; never empty.</param>
public sealed class DeleteChange(ImmutableArray<KeyValueEntry> entries) : Change
{
    public ImmutableArray<KeyValueEntry> Entries { get; } = entries;

    public override string FirstKey => Entries[0].Key;

    public override string LastKey => Entries[^1].Key;

    /// <summary>Those of the entries that lie in a range.</summary>
    public ImmutableArray<KeyValueEntry> Within(KeyRange range)
    {
        var start = RankOf(range.Start);
        var end = range.End is null ? Entries.Length : RankOf(range.End);
        return start >= end ? [] : Entries.Slice(start, end - start);
    }

    /// <summary>How many entries have a lower key.</summary>
    private int RankOf(string key)
    {
        var (low, high) = (0, Entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (string.CompareOrdinal(Entries[middle].Key, key) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
