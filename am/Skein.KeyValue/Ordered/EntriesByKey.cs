namespace Skein.KeyValue.Ordered;

/// <summary>Entries in the order of their keys' UTF-16 code units.</summary>
internal readonly struct EntriesByKey : IItemOrder<EntryItem, EntryKey>
{
    public static EntryKey KeyOf(EntryItem item) => new(item.Entry.Key);

    public static int Compare(EntryKey left, EntryKey right) => string.CompareOrdinal(left.Text, right.Text);
}
