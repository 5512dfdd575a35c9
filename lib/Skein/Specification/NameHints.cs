using System.Globalization;
using System.Text;

namespace Skein.Specification;

/// <summary>Words for what an author may have meant, and names shown so that they can not garble a terminal.</summary>
internal static class NameHints
{
    private const int ShownLength = 60;

    // Each fault compares its name with all of them, and a hostile text has many of both.
    private const int ComparedNames = 256;

    // A list longer than this helps nobody.
    private const int ShownNames = 16;

    /// <summary>A name in single quotes, control characters as escapes, long ones cut.</summary>
    public static string Quote(string name)
    {
        var shown = name.Length > ShownLength ? string.Concat(name.AsSpan(0, ShownLength), "…") : name;
        return $"'{Printable(shown)}'";
    }

    /// <summary>The text with control characters and lone surrogates as <c>\uXXXX</c>.</summary>
    public static string Printable(string text)
    {
        var shown = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (char.IsHighSurrogate(letter) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
                shown.Append(letter).Append(text[++index]);
            else if (char.IsControl(letter) || char.IsSurrogate(letter) || letter is '\u2028' or '\u2029')
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else
                shown.Append(letter);
        }

        return shown.ToString();
    }

    /// <summary>The nearest of some names in a question, or else all of them.</summary>
    public static string Suggest(string name, IEnumerable<string> valid)
    {
        var names = valid.Take(ComparedNames).ToList();
        if (Nearest(name, names) is { } nearest)
            return $"did you mean {Quote(nearest)}?";
        if (names.Count == 0)
            return "there are none";
        var shown = string.Join(", ", names.Take(ShownNames).Select(Printable));
        return names.Count > ShownNames ? $"valid are {shown}, …" : $"valid are {shown}";
    }

    /// <summary>The name that differs least, in any case and by at most a third of its letters; null where none is near.</summary>
    private static string? Nearest(string name, IEnumerable<string> valid)
    {
        if (name.Length is 0 or > ShownLength)
            return null;
        string? nearest = null;
        var least = 1 + Math.Max(1, name.Length / 3);
        foreach (var candidate in valid)
        {
            if (Math.Abs(candidate.Length - name.Length) >= least)
                continue;
            var distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < least)
                (nearest, least) = (candidate, distance);
        }

        return nearest;
    }

    // Insertions, deletions, replacements and swaps of neighbours, each counted once.
    private static int Distance(string from, string to)
    {
        var before = new int[to.Length + 1];
        var above = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var row = 1; row <= from.Length; row++)
        {
            var current = new int[to.Length + 1];
            current[0] = row;
            for (var column = 1; column <= to.Length; column++)
            {
                var replaced = above[column - 1] + (from[row - 1] == to[column - 1] ? 0 : 1);
                current[column] = Math.Min(replaced, 1 + Math.Min(above[column], current[column - 1]));
                if (row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1])
                    current[column] = Math.Min(current[column], before[column - 2] + 1);
            }

            (before, above) = (above, current);
        }

        return above[to.Length];
    }
}
