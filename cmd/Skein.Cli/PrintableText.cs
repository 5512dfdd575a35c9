using System.Globalization;
using System.Text;

namespace Skein.Cli;

/// <summary>Text that may hold names of files, as one line of a terminal: nothing in it is acted on, or looks like a line of its own.</summary>
/// <remarks>
/// For what a person reads. Output for programs, JSON and listings of paths, has names as they are, as that of <c>tar</c> has when it is
/// not a terminal.
/// </remarks>
internal static class PrintableText
{
    //   line feed, carriage return, tab     \n \r \t
    //   other control and format characters, line and paragraph separators     \u001b
    // A backslash stays as it is: the escapes are for eyes, not to be undone.
    public static string Of(string text)
    {
        var first = 0;
        while (first < text.Length && !IsEscaped(text[first]))
            first++;
        if (first == text.Length)
            return text;
        var line = new StringBuilder(text, 0, first, text.Length + 16);
        foreach (var character in text.AsSpan(first))
        {
            if (!IsEscaped(character))
                line.Append(character);
            else if ("\n\r\t".IndexOf(character) is var known and >= 0)
                line.Append('\\').Append("nrt"[known]);
            else
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        return line.ToString();
    }

    // Among the format characters are those that turn the direction of writing.
    private static bool IsEscaped(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
