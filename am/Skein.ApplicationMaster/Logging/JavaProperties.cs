using System.Globalization;
using System.Text;

namespace Skein.ApplicationMaster.Logging;

/// <summary>Reads Java's <c>.properties</c> files.</summary>
/// <remarks>
/// A line is a key, then <c>=</c>, <c>:</c> or white space, then the value; <c>#</c> and <c>!</c> begin comments; a backslash at its end
/// joins a line with the next; otherwise it escapes the next character, as in <c>\t</c> and <c>\u00e9</c>. Of two equal keys the later counts.
/// </remarks>
internal static class JavaProperties
{
    public static Dictionary<string, string> Parse(string text)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        using var lines = new StringReader(text);
        while (lines.ReadLine() is { } line)
        {
            line = line.TrimStart();
            if (line.Length == 0 || line[0] is '#' or '!')
                continue;
            while (IsContinued(line) && lines.ReadLine() is { } next)
                line = line[..^1] + next.TrimStart();
            var end = KeyEnd(line);
            var value = line[end..].TrimStart();
            if (value.Length > 0 && value[0] is '=' or ':')
                value = value[1..].TrimStart();
            properties[Unescape(line[..end])] = Unescape(value);
        }

        return properties;
    }

    private static bool IsContinued(string line) => (line.Length - line.TrimEnd('\\').Length) % 2 == 1;

    private static int KeyEnd(string line)
    {
        var i = 0;
        while (i < line.Length && line[i] is not ('=' or ':') && !char.IsWhiteSpace(line[i]))
            i += line[i] == '\\' ? 2 : 1;
        return Math.Min(i, line.Length);
    }

    private static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || ++i == text.Length)
            {
                if (i < text.Length)
                    result.Append(text[i]);
            }
            else if (text[i] == 'u' && i + 4 < text.Length
                && ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                result.Append((char)code);
                i += 4;
            }
            else
            {
                result.Append(text[i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
            }
        }

        return result.ToString();
    }
}
