namespace Skein.Packer.Unpacking;

/// <summary>Compares two versions of a text line by line, where lines were rewritten and inserted, not moved.</summary>
internal static class ChangedLines
{
    // How far an inserted block is looked over for the line that follows it.
    private const int MaxInserted = 64;

    /// <returns>
    /// Stretches of whole lines that differ, in order, of the first version and of the second; one of the two may be empty. The lines
    /// between them are equal in both.
    /// </returns>
    public static List<(Range First, Range Second)> Find(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var found = new List<(Range, Range)>();
        int i = 0, j = 0, firstStart = 0, secondStart = 0;
        while (i < first.Length)
        {
            var line = first.Slice(i, LineLength(first[i..]));
            var equal = IndexOfLine(second, j, line);
            if (equal >= 0)
            {
                Add(found, firstStart..i, secondStart..equal);
                i += line.Length;
                j = equal + line.Length;
                (firstStart, secondStart) = (i, j);
            }
            else
            {
                i += line.Length;
            }
        }

        Add(found, firstStart..first.Length, secondStart..second.Length);
        return found;
    }

    private static void Add(List<(Range First, Range Second)> found, Range first, Range second)
    {
        if (!first.Start.Equals(first.End) || !second.Start.Equals(second.End))
            found.Add((first, second));
    }

    private static int IndexOfLine(ReadOnlySpan<byte> text, int start, ReadOnlySpan<byte> line)
    {
        for (var lines = 0; start < text.Length && lines <= MaxInserted; lines++)
        {
            var length = LineLength(text[start..]);
            if (text.Slice(start, length).SequenceEqual(line))
                return start;
            start += length;
        }

        return -1;
    }

    private static int LineLength(ReadOnlySpan<byte> text) => text.IndexOf((byte)'\n') is var newline and >= 0 ? newline + 1 : text.Length;
}
