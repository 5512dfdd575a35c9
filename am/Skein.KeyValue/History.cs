using System.Collections.Immutable;

namespace Skein.KeyValue;

/// <summary>The last commits of a store, as many as fit into a bound, for whoever comes later.</summary>
/// <remarks>They are the store's own chain, of which the oldest revision is held; nothing is copied or added by keeping them.</remarks>
/// <param name="first">The store's first revision.</param>
/// <param name="maxVolume">Bytes of changes (an estimate) that are kept, an eighth more or less.</param>
internal sealed class History(Revision first, long maxVolume)
{
    /// <summary>The oldest revision is looked for each time the changes have grown by this many bytes.</summary>
    private readonly long _step = Math.Max(1, maxVolume / 8);

    /// <summary>The revision before the oldest commit that is kept.</summary>
    private Revision _oldest = first;

    public long OldestCommit => Volatile.Read(ref _oldest).Number + 1;

    /// <summary>Lets old commits go where a new one needs the room.</summary>
    public void Grow(Revision parent, Revision newest)
    {
        if (parent.Volume / _step == newest.Volume / _step)
            return;
        var oldest = Volatile.Read(ref _oldest);
        var kept = oldest;
        while (newest.Volume - kept.Volume > maxVolume && kept.Next is { } next)
            kept = next;
        // Whoever was faster has moved it as far, but for a step or two.
        Interlocked.CompareExchange(ref _oldest, kept, oldest);
    }

    /// <inheritdoc cref="KeyValueStore.TryReadHistory"/>
    public bool TryRead(long first, Revision last, out ImmutableArray<Commit> commits)
    {
        commits = [];
        var revision = Volatile.Read(ref _oldest);
        if (revision.Number >= first)
            return false;
        var found = ImmutableArray.CreateBuilder<Commit>();
        while (revision.Number < last.Number && revision.Next is { } next)
        {
            if (next.Number >= first)
                found.Add(new Commit(next.Number, next.Changes));
            revision = next;
        }

        commits = found.DrainToImmutable();
        return true;
    }
}
