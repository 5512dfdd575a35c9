namespace Skein.KeyValue.Ordered;

/// <summary>Owned keys by owner, and those of one owner by key: an owner's keys stand side by side.</summary>
internal readonly struct OwnedKeysByOwner : IItemOrder<OwnedKey, OwnedKey>
{
    public static OwnedKey KeyOf(OwnedKey item) => item;

    public static int Compare(OwnedKey left, OwnedKey right)
    {
        var byOwner = left.Owner.CompareTo(right.Owner);
        return byOwner != 0 ? byOwner : string.CompareOrdinal(left.Key, right.Key);
    }
}
