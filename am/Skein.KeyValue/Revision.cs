using Skein.KeyValue.Ordered;

namespace Skein.KeyValue;

/// <summary>The state of the store between two commits. Never changes.</summary>
public sealed class Revision
{
    internal Revision(
        Position position, EntryMap entries, BPlusTree<OwnedKey, OwnedKey, OwnedKeysByOwner> byOwner, OvertakenWrite.Outcome? outcome = null)
    {
        Position = position;
        Entries = entries;
        ByOwner = byOwner;
        Outcome = outcome;
    }

    /// <summary>Counts commits: 0 for the empty store, and one more for each commit.</summary>
    public long Number => Position.Number;

    /// <summary>The place of this revision in the chain of commits.</summary>
    public Position Position { get; }

    /// <summary>The whole store at this revision.</summary>
    public EntryMap Entries { get; }

    /// <summary>The keys of <see cref="Entries"/> that have an owner, by owner.</summary>
    internal BPlusTree<OwnedKey, OwnedKey, OwnedKeysByOwner> ByOwner { get; }

    /// <summary>Of the write that was committed by whoever was first; null where the commit was its writer's own.</summary>
    internal OvertakenWrite.Outcome? Outcome { get; }
}
