using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Skein.KeyValue;

/// <summary>The last positions of a store's chain, as many as fit into a bound, for whoever comes later.</summary>
/// <remarks>They are the store's own chain, of which the oldest position is held; nothing is copied or added by keeping them. The chain
/// is cut behind them.</remarks>
/// <param name="first">Where the chain begins.</param>
/// <param name="maxVolume">Bytes of changes (an estimate) that are kept, an eighth more or less.</param>
internal sealed class History(Position first, long maxVolume)
{
    /// <summary>The oldest position is looked for each time the changes have grown by this many bytes.</summary>
    private readonly long _step = Math.Max(1, maxVolume / 8);

    private Position _oldest = first;

    /// <summary>The oldest position that is kept.</summary>
    public Position Oldest => Volatile.Read(ref _oldest);

    /// <summary>Lets old positions go where a new one needs the room.</summary>
    /// <param name="parent">The position before the newest.</param>
    /// <param name="newest">The newest position.</param>
    /// <param name="followers">Readers that must not miss anything.</param>
    public void Grow(Position parent, Position newest, ImmutableHashSet<Follower> followers)
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
    public bool TryFind(long number, [NotNullWhen(true)] out Position? position)
    {
        Position oldest;
        do
        {
            oldest = Oldest;
            position = oldest.Number > number ? null : oldest;
            while (position is not null && position.Number < number)
                position = position.Next;
        }
        while (position is null && Oldest != oldest); // which was cut off under way
        return position is not null;
    }

    private static void CutOff(Position first, Position end)
    {
        for (var position = first; position != end;)
        {
            var next = position.Next!;
            position.CutOff();
            position = next;
        }
    }
}
