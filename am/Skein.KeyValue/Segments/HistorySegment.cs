using Skein.KeyValue.Changes;

namespace Skein.KeyValue.Segments;

/// <summary>A stretch of the chain of commits in one block of bytes, in the place of the positions it was made from.</summary>
/// <remarks>
/// Commits that are kept as objects survive collections, five objects for each put, and copying them is most of what a collector does
/// beside a writer in a hurry. A block is one object. The positions are made again for whoever reads there, and are shared by all who do
/// before the next collection.
/// </remarks>
internal sealed class HistorySegment
{
    /// <summary>A commit that takes more bytes is kept as it is: there is little to gain, and a range of any size may have been deleted.</summary>
    private const int MaxPackedSize = 16 * 1024;

    private Content? _content;

    /// <summary>What somebody has unpacked.</summary>
    private WeakReference<Position[]>? _unpacked;

    private HistorySegment(Position first, Content content)
    {
        FirstNumber = first.Number;
        FirstVolume = first.Volume;
        LastNumber = content.Last.Number;
        _content = content;
    }

    /// <summary>Number of the position before the first commit.</summary>
    public long FirstNumber { get; }

    /// <summary><see cref="Position.Volume"/> of the position before the first commit.</summary>
    public long FirstVolume { get; }

    /// <summary>Number of the last commit.</summary>
    public long LastNumber { get; }

    /// <summary>Whether the commits have been let go.</summary>
    public bool IsEmptied => Volatile.Read(ref _content) is null;

    /// <summary>Makes a segment of the commits from one position to another.</summary>
    /// <param name="first">The position before the first commit.</param>
    /// <param name="last">The position after the last commit, which comes after <paramref name="first"/>.</param>
    /// <returns>The segment, which no position leads to yet; null if the chain has been cut in between.</returns>
    public static HistorySegment? Of(Position first, Position last)
    {
        var commits = new Position[last.Number - first.Number];
        var (ends, volumes) = (new int[commits.Length], new long[commits.Length]);
        Dictionary<int, ChangeList>? large = null;
        var (position, end) = (first, 0);
        for (var i = 0; i < commits.Length; i++)
        {
            if (position.Next is not { } next)
                return null;
            commits[i] = position = next;
            var size = ChangeFormat.SizeOf(next.Changes);
            if (size > MaxPackedSize)
                (large ??= [])[i] = next.Changes;
            else
                end += (int)size;
            ends[i] = end;
            volumes[i] = next.Volume;
        }

        var bytes = new byte[end];
        for (var i = 0; i < commits.Length; i++)
        {
            if (large is null || !large.ContainsKey(i))
                ChangeFormat.Write(commits[i].Changes, bytes.AsSpan(i == 0 ? 0 : ends[i - 1]));
        }

        return new HistorySegment(first, new Content(bytes, ends, volumes, large, last));
    }

    /// <summary>Lets the positions from the first to the one before the last lead here, and so go.</summary>
    /// <param name="first">The position that the segment was made from.</param>
    public void Replace(Position first)
    {
        for (var position = first; position.Number < LastNumber && position.Next is { } next; position = next)
            position.LeadTo(this);
    }

    /// <summary>The position with a number; null if the commits have been let go.</summary>
    /// <param name="number">From <see cref="FirstNumber"/>, whose position is without its own changes, to <see cref="LastNumber"/>.</param>
    public Position? Find(long number)
    {
        if (Volatile.Read(ref _content) is not { } content)
            return null;
        if (number == LastNumber)
            return content.Last;
        return number == FirstNumber
            ? Leading(new Position(number, default, FirstVolume))
            : Unpacked(content)[number - FirstNumber - 1];
    }

    /// <summary>Lets the commits go; the positions that lead here are cut off.</summary>
    public void Empty() => Volatile.Write(ref _content, null);

    /// <summary>The positions after all commits but the last.</summary>
    private Position[] Unpacked(Content content)
    {
        if (Volatile.Read(ref _unpacked) is { } reference && reference.TryGetTarget(out var positions))
            return positions;
        positions = new Position[content.Ends.Length - 1];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = Leading(new Position(FirstNumber + i + 1, content.ChangesAt(i), content.Volumes[i]));
        Volatile.Write(ref _unpacked, new WeakReference<Position[]>(positions));
        return positions;
    }

    private Position Leading(Position position)
    {
        position.LeadTo(this);
        return position;
    }

    /// <param name="Bytes">The packed commits, one after the other.</param>
    /// <param name="Ends">Where in <paramref name="Bytes"/> each commit ends.</param>
    /// <param name="Volumes"><see cref="Position.Volume"/> after each commit.</param>
    /// <param name="Large">The commits that are not packed, by their place; null for none.</param>
    /// <param name="Last">The position after the last commit, from where the chain goes on.</param>
    private sealed record Content(byte[] Bytes, int[] Ends, long[] Volumes, Dictionary<int, ChangeList>? Large, Position Last)
    {
        public ChangeList ChangesAt(int index)
        {
            if (Large is not null && Large.TryGetValue(index, out var changes))
                return changes;
            return ChangeFormat.Read(Bytes.AsSpan((index == 0 ? 0 : Ends[index - 1])..Ends[index]));
        }
    }
}
