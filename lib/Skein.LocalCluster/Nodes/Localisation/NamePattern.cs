using System.Buffers;

namespace Skein.LocalCluster.Nodes.Localisation;

/// <summary>Which entries of a JAR are unpacked.</summary>
/// <remarks>
/// YARN takes any of Java's regular expressions. Of those this knows what JARs are used with, alternatives of literal beginnings and
/// endings, and refuses others, rather than to carry an engine for them in every program.
/// <code>
/// PATTERN      ALTERNATIVE | ALTERNATIVE …; empty: every entry
/// ALTERNATIVE  [.*] TEXT [.*], where TEXT has neither . but as \. nor any other sign with a meaning
/// </code>
/// </remarks>
internal sealed class NamePattern
{
    private const string Anything = ".*";

    private static readonly SearchValues<char> Signs = SearchValues.Create("()[]{}^$*+?.|\\");

    private readonly List<(string Text, bool IsOpenBefore, bool IsOpenAfter)> _alternatives = [];

    private NamePattern()
    {
    }

    /// <exception cref="InvalidDataException">The pattern is not understood.</exception>
    public static NamePattern Parse(string pattern)
    {
        var parsed = new NamePattern();
        var body = pattern.Length == 0 ? Anything : pattern;
        foreach (var alternative in body.Split('|'))
        {
            if (alternative == Anything)
            {
                parsed._alternatives.Add(("", true, true));
                continue;
            }

            var isOpenBefore = alternative.StartsWith(Anything, StringComparison.Ordinal);
            var isOpenAfter = alternative.EndsWith(Anything, StringComparison.Ordinal);
            var text = alternative[(isOpenBefore ? Anything.Length : 0)..^(isOpenAfter ? Anything.Length : 0)];
            parsed._alternatives.Add((Literal(pattern, text), isOpenBefore, isOpenAfter));
        }

        return parsed;
    }

    /// <summary>Whether an entry of this name is unpacked.</summary>
    public bool Matches(string name)
    {
        foreach (var (text, isOpenBefore, isOpenAfter) in _alternatives)
        {
            var isMatch = (isOpenBefore, isOpenAfter) switch
            {
                (true, true) => name.Contains(text, StringComparison.Ordinal),
                (true, false) => name.EndsWith(text, StringComparison.Ordinal),
                (false, true) => name.StartsWith(text, StringComparison.Ordinal),
                (false, false) => name == text,
            };
            if (isMatch)
                return true;
        }

        return false;
    }

    private static string Literal(string pattern, string text)
    {
        var plain = text.Replace("\\.", "", StringComparison.Ordinal);
        return !plain.AsSpan().ContainsAny(Signs)
            ? text.Replace("\\.", ".", StringComparison.Ordinal)
            : throw new InvalidDataException(
                $"its pattern '{pattern}' is not understood: use alternatives of literal names with .* before or after them");
    }
}
