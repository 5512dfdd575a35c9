using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Skein.KeyValue;

/// <summary>The last revisions of a store, as many as fit into a bound, for whoever comes later.</summary>
/// <remarks>They are the store's own chain, of which the oldest revision is held; nothing is copied or added by keeping them. The chain
/// is cut behind them.</remarks>
/// <param name="first">The store's first revision.</param>
/// <param name="maxVolume">Bytes of changes (an estimate) that are kept, an eighth more or less.</param>
internal sealed class History(Revision first, long maxVolume)
{
    /// <summary>The oldest revision is looked for each time the changes have grown by this many bytes.</summary>
    private readonly long _step = Math.Max(1, maxVolume / 8);

    private Revision _oldest = first;

    /// <summary>The oldest revision that is kept.</summary>
    public Revision Oldest => Volatile.Read(ref _oldest);

    /// <summary>Lets old revisions go where a new one needs the room.</summary>
    /// <param name="parent">The revision before the newest.</param>
    /// <param name="newest">The newest revision.</param>
    /// <param name="followers">Readers that must not miss anything.</param>
    public void Grow(Revision parent, Revision newest, ImmutableHashSet<Follower> followers)
    {
        if (parent.Volume / _step == newest.Volume / _step)
            return;
        var end = newest.Number;
        foreach (var follower in followers)
            end = Math.Min(end, follower.Number);
        var oldest = Oldest;
        var kept = oldest;
        while (newest.Volume - kept.Volume > maxVolume && kept.Number < end && kept.Next is { } next)
            kept = next;
        // Whoever was faster has moved it as far, but for a step or two.
        if (Interlocked.CompareExchange(ref _oldest, kept, oldest) == oldest)
            CutOff(oldest, kept);
    }

    /// <inheritdoc cref="KeyValueStore.TryFind"/>
    public bool TryFind(long number, [NotNullWhen(true)] out Revision? revision)
    {
        Revision oldest;
        do
        {
            oldest = Oldest;
            revision = oldest.Number > number ? null : oldest;
            while (revision is not null && revision.Number < number)
                revision = revision.Next;
        }
        while (revision is null && Oldest != oldest); // which was cut off under way
        return revision is not null;
    }

    private static void CutOff(Revision first, Revision end)
    {
        for (var revision = first; revision != end;)
        {
            var next = revision.Next!;
            revision.CutOff();
            revision = next;
        }
    }
}
