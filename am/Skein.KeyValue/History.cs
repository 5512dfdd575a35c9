using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Skein.KeyValue.Segments;

namespace Skein.KeyValue;

/// <summary>The last positions of a store's chain, as many as fit into a bound, for whoever comes later.</summary>
/// <remarks>All but the newest are kept as <see cref="HistorySegment"/>s: each time the changes have grown by the size of one, the
/// committer who finds it so packs what has come since the last one. What is before the first segment is cut off.</remarks>
/// <param name="first">Where the chain begins.</param>
/// <param name="maxVolume">Bytes of changes (an estimate) that are kept, the size of a segment more or less.</param>
/// <param name="segmentVolume">Bytes of changes (an estimate) that are packed together.</param>
internal sealed class History(Position first, long maxVolume, long segmentVolume)
{
    /// <summary>Bytes of changes (an estimate) of a segment of the usual size: the packed bytes are, as a rule, below the size from which on
    /// arrays are collected with the oldest generation only.</summary>
    public const long MaxSegmentVolume = 64 * 1024;

    private Kept _kept = new([], first);

    /// <summary>Number of the oldest position that is kept.</summary>
    public long OldestNumber => Volatile.Read(ref _kept).OldestNumber;

    /// <summary>Packs what has become enough for a segment, and lets old ones go where it needs the room.</summary>
    /// <param name="parent">The position before the newest.</param>
    /// <param name="newest">The newest position, where the store's tail has come.</param>
    /// <param name="followers">Readers that must not miss anything.</param>
    public void Grow(Position parent, Position newest, ImmutableHashSet<Follower> followers)
    {
        if (parent.Volume / segmentVolume == newest.Volume / segmentVolume)
            return;
        var kept = Volatile.Read(ref _kept);
        // Whoever packs further, or is faster, leaves nothing to do here.
        if (kept.Start.Number >= newest.Number || HistorySegment.Of(kept.Start, newest) is not { } added)
            return;
        var segments = kept.Segments.Add(added);
        var old = CountOld(segments, newest, followers);
        if (Interlocked.CompareExchange(ref _kept, new Kept(segments.RemoveRange(0, old), newest), kept) != kept)
            return;
        added.Replace(kept.Start);
        foreach (var segment in segments.AsSpan(0, old))
            segment.Empty();
    }

    /// <inheritdoc cref="KeyValueStore.TryFind"/>
    public bool TryFind(long number, [NotNullWhen(true)] out Position? position)
    {
        Kept kept;
        do
        {
            kept = Volatile.Read(ref _kept);
            position = kept.Find(number);
        }
        while (position is null && kept != Volatile.Read(ref _kept)); // which were let go under way
        return position is not null;
    }

    private int CountOld(ImmutableArray<HistorySegment> segments, Position newest, ImmutableHashSet<Follower> followers)
    {
        var end = newest.Number;
        foreach (var follower in followers)
            end = Math.Min(end, follower.Number);
        var old = 0;
        while (old < segments.Length && newest.Volume - segments[old].FirstVolume > maxVolume && segments[old].LastNumber <= end)
            old++;
        return old;
    }

    /// <param name="segments">The packed commits, the oldest first.</param>
    /// <param name="start">The position after them, from where the chain is as it was committed.</param>
    private sealed class Kept(ImmutableArray<HistorySegment> segments, Position start)
    {
        public ImmutableArray<HistorySegment> Segments => segments;

        public Position Start => start;

        public long OldestNumber => Segments.IsEmpty ? Start.Number : Segments[0].FirstNumber;

        /// <summary>The position with a number; null if it is older or yet to come.</summary>
        public Position? Find(long number)
        {
            if (number < OldestNumber)
                return null;
            if (number < Start.Number)
            {
                var after = 0;
                while (Segments[after].LastNumber <= number)
                    after++;
                return Segments[after].Find(number);
            }

            var position = Start;
            while (position is not null && position.Number < number)
                position = position.Next;
            return position;
        }
    }
}
