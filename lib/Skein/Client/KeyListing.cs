namespace Skein.Client;

/// <summary>What a range of keys held at one moment.</summary>
/// <param name="Entries">The entries, in the store's order.</param>
/// <param name="Revision">
/// The revision of the store they are from; a watch from the next one misses nothing. 0 from an application master that has no
/// revisions, which is that of skein 0.8.2.
/// </param>
public sealed record KeyListing(IReadOnlyList<KeyEntry> Entries, long Revision);
