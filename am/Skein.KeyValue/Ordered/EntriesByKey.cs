namespace Skein.KeyValue.Ordered;

/// <summary>Entries in the order of their keys' UTF-16 code units.</summary>
internal readonly struct EntriesByKey : IItemOrder<KeyValueEntry, string>
{
    public static string KeyOf(KeyValueEntry item) => item.Key;

    public static int Compare(string left, string right) => string.CompareOrdinal(left, right);
}
