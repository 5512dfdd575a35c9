using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Skein.Packer.Archives.Deflating;

/// <summary>Splits content into literals and matches.</summary>
/// <remarks>
/// Most time of a pack is spent here, and most of that on branches the processor can not foresee. So the four candidates of a place are
/// compared for up to eight bytes without a branch, and a match is given up for a longer one at the next place only while it is shorter
/// than that. Inside of matches every second place is remembered: that costs about 1 % of size, and saves a tenth of the time.
/// </remarks>
internal sealed unsafe class MatchFinder
{
    private const int MinLength = 4;
    private const int LongLength = sizeof(ulong);

    // A match that is long enough is taken without a look at the other candidates.
    private const int GoodLength = 64;

    private readonly RecentPlaces _places = new();
    private byte* _end;

    // What makes a place of an address.
    private nint _placeOffset;

    /// <summary>Begins with a content.</summary>
    /// <param name="start">Stays where it is until the last <see cref="Find"/>.</param>
    /// <param name="length">Bytes, at most <see cref="RecentPlaces.MaxContent"/>.</param>
    public void Begin(byte* start, int length)
    {
        _end = start + length;
        _placeOffset = (nint)_places.Begin(length) - (nint)start;
    }

    /// <summary>Finds sequences until there is no more room for them, or the end of a stretch is reached.</summary>
    /// <param name="from">Where in the content to go on.</param>
    /// <param name="stretchEnd">Where to stop; a match may end behind it.</param>
    /// <param name="sequences">Receives the sequences.</param>
    /// <param name="count">How many there are.</param>
    /// <returns>Where the last one ends.</returns>
    public byte* Find(byte* from, byte* stretchEnd, Span<Sequence> sequences, out int count)
    {
        var places = _places;
        var placeOffset = _placeOffset;
        var text = from;
        var literals = from;
        // The next place is looked at too.
        var last = Smaller(stretchEnd, _end - RecentPlaces.ReadLength - 1);
        var room = sequences.Length - 1;
        count = 0;
        Vector128<uint> candidates;
        var distances = (uint*)&candidates;
        while (text < last && count < room)
        {
            candidates = places.Exchange(text, (uint)(placeOffset + (nint)text));
            uint match;
            if (candidates == Vector128<uint>.Zero || LengthOf(match = Compare(text, distances)) < MinLength)
            {
                text++;
                continue;
            }

            var next = text + 1;
            while (LengthOf(match) < LongLength)
            {
                candidates = places.Exchange(next, (uint)(placeOffset + (nint)next));
                next++;
                uint later;
                if (candidates == Vector128<uint>.Zero || LengthOf(later = Compare(text + 1, distances)) <= LengthOf(match))
                    goto Taken;
                text++;
                match = later;
                if (text >= last)
                    break;
            }

            // The candidates that were compared last are those of the match.
            if (LengthOf(match) == LongLength)
                match = Extend(text, distances);
        Taken:
            sequences[count++] = new Sequence((int)(text - literals), (ushort)LengthOf(match), (ushort)DistanceOf(match));
            text += LengthOf(match);
            literals = text;
            for (var end = Smaller(text, last); next < end; next += 2)
                places.Add(next, (uint)(placeOffset + (nint)next));
        }

        if (text < stretchEnd && text >= last)
            text = stretchEnd;
        if (text > literals)
            sequences[count++] = new Sequence((int)(text - literals), 0, 0);
        return text;
    }

    // A match is its length above the complement of its distance: the greater, the better.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Match(uint length, uint distance) => (length << 16) | (ushort)~distance;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LengthOf(uint match) => (int)(match >> 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int DistanceOf(uint match) => (ushort)~match;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Smaller(byte* a, byte* b) => a < b ? a : b;

    // The best of four candidates, by their first eight bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Compare(byte* text, uint* distances)
    {
        var bytes = Unsafe.ReadUnaligned<ulong>(text);
        return Math.Max(
            Math.Max(Compare(text, bytes, distances[0]), Compare(text, bytes, distances[1])),
            Math.Max(Compare(text, bytes, distances[2]), Compare(text, bytes, distances[3])));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Compare(byte* text, ulong bytes, uint distance)
    {
        var differing = Unsafe.ReadUnaligned<ulong>(text - distance) ^ bytes;
        // All ones unless the distance is 0.
        var isCandidate = (uint)(-(int)distance >> 31);
        return Match((uint)BitOperations.TrailingZeroCount(differing) / 8, distance) & isCandidate;
    }

    // The best of the candidates that have eight bytes in common, at least one of which does.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint Extend(byte* text, uint* distances)
    {
        var longest = (int)Math.Min(DeflateSymbols.MaxMatch, _end - text);
        var bytes = Unsafe.ReadUnaligned<ulong>(text);
        uint best = 0;
        for (var i = 0; i < Vector128<uint>.Count && LengthOf(best) < GoodLength; i++)
        {
            var earlier = text - distances[i];
            if (distances[i] == 0 || Unsafe.ReadUnaligned<ulong>(earlier) != bytes)
                continue;
            var length = CommonLength(text, earlier, longest);
            if (length > LengthOf(best))
                best = Match((uint)length, distances[i]);
        }

        return best;
    }

    private static int CommonLength(byte* text, byte* earlier, int longest)
    {
        var length = LongLength;
        for (; length + sizeof(ulong) <= longest; length += sizeof(ulong))
        {
            var differing = Unsafe.ReadUnaligned<ulong>(text + length) ^ Unsafe.ReadUnaligned<ulong>(earlier + length);
            if (differing != 0)
                return length + (BitOperations.TrailingZeroCount(differing) / 8);
        }

        while (length < longest && text[length] == earlier[length])
            length++;
        return length;
    }
}
