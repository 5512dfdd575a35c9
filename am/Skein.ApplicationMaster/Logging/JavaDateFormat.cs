using System.Text;

namespace Skein.ApplicationMaster.Logging;

/// <summary>Formats of times as log4j 1.2 writes them, <c>java.text.SimpleDateFormat</c>'s patterns, as formats of this runtime.</summary>
internal static class JavaDateFormat
{
    private const string Iso8601 = "yyyy-MM-dd HH:mm:ss,fff";

    /// <summary>Turns a format around.</summary>
    /// <param name="format">A pattern, or one of log4j's names <c>ISO8601</c>, <c>ABSOLUTE</c>, <c>DATE</c>. Empty: the first of these.
    /// A letter that has no counterpart, such as the week of the year, stands for itself.</param>
    public static string ToNet(string format) => format switch
    {
        "" or "ISO8601" => Iso8601,
        "ABSOLUTE" => "HH:mm:ss,fff",
        "DATE" => "dd MMM yyyy HH:mm:ss,fff",
        _ => Translate(format),
    };

    private static string Translate(string format)
    {
        // One letter alone would name a standard format; an empty literal before it keeps it a pattern.
        var result = new StringBuilder("''");
        var isQuoted = false;
        for (var i = 0; i < format.Length;)
        {
            var letter = format[i];
            var count = 1;
            if (letter == '\'' && i + 1 < format.Length && format[i + 1] == '\'')
            {
                result.Append("\\'");
                count = 2;
            }
            else if (letter == '\'')
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted)
            {
                result.Append('\\').Append(letter);
            }
            else
            {
                while (i + count < format.Length && format[i + count] == letter)
                    count++;
                result.Append(Field(letter, count));
            }

            i += count;
        }

        return result.ToString();
    }

    private static string Field(char letter, int count) => letter switch
    {
        'y' => count == 2 ? "yy" : "yyyy",
        'M' => new string('M', Math.Min(count, 4)),
        'E' => count > 3 ? "dddd" : "ddd",
        'd' or 'H' or 'h' or 'm' or 's' => new string(letter, Math.Min(count, 2)),
        'S' => "fff",
        'a' => "tt",
        'z' or 'Z' or 'X' => "zzz",
        _ => string.Concat(Enumerable.Repeat($"\\{letter}", count)),
    };
}
