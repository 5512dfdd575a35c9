using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Skein.ApplicationMaster.Logging;

/// <summary>How a line of the log looks: a conversion pattern of log4j 1.2.</summary>
/// <remarks>
/// <code>
/// pattern    = *(text / "%%" / "%" modifiers conversion ["{" option "}"])
/// modifiers  = ["-"] [least] ["." most]      ; in characters; "-" pads at the right; what is too long loses its beginning
/// conversion = "d" time / "p" level / "c" logger / "m" text / "n" end of line / "t" thread / "r" ms since the log began
/// </code>
/// <para>What is unknown here - places in the source (<c>C F L M l</c>) and contexts (<c>x X</c>) - is empty.</para>
/// </remarks>
public sealed class LinePattern
{
    private const string LoggerName = "skein.ApplicationMaster";

    private readonly List<Piece> _pieces = [];

    private LinePattern()
    {
    }

    private enum Kind
    {
        Text,
        Time,
        Level,
        Message,
        Thread,
        Age,
    }

    /// <summary><c>yy/MM/dd HH:mm:ss LEVEL skein.ApplicationMaster: text</c>.</summary>
    public static LinePattern Default { get; } = Parse("%d{yy/MM/dd HH:mm:ss} %p %c: %m%n");

    /// <summary>Reads a pattern. Every text is one: what is no conversion stands for itself.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="logger">The one logger there is, by its full name.</param>
    public static LinePattern Parse(string text, string logger = LoggerName)
    {
        var pattern = new LinePattern();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] != '%' || ReadConversion(text, i + 1, logger, out var next) is not { } piece)
            {
                literal.Append(text[i++]);
                continue;
            }

            i = next;
            if (piece.Kind == Kind.Text)
            {
                literal.Append(piece.Fit(piece.Option));
                continue;
            }

            pattern.AddText(literal);
            pattern._pieces.Add(piece);
        }

        pattern.AddText(literal);
        return pattern;
    }

    /// <summary>Makes a line, its end included.</summary>
    /// <param name="time">When it happened, in the zone it is to be shown in.</param>
    /// <param name="age">Time since the log began.</param>
    /// <param name="level">Its level.</param>
    /// <param name="message">What happened.</param>
    public string Format(DateTimeOffset time, TimeSpan age, LogLevel level, string message)
    {
        var line = new StringBuilder();
        foreach (var piece in _pieces)
        {
            var text = piece.Kind switch
            {
                Kind.Time => time.ToString(piece.Option, CultureInfo.InvariantCulture),
                Kind.Level => LogLevels.NameOf(level),
                Kind.Message => message,
                Kind.Thread => string.Create(CultureInfo.InvariantCulture, $"{Environment.CurrentManagedThreadId}"),
                Kind.Age => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMilliseconds:F0}"),
                _ => piece.Option,
            };
            line.Append(piece.Fit(text));
        }

        return line.ToString();
    }

    private static Piece? ReadConversion(string text, int i, string logger, out int next)
    {
        var padsRight = i < text.Length && text[i] == '-';
        if (padsRight)
            i++;
        var least = ReadNumber(text, ref i) ?? 0;
        int? most = null;
        if (i < text.Length && text[i] == '.')
        {
            i++;
            most = ReadNumber(text, ref i);
        }

        next = i + 1;
        if (i >= text.Length)
            return null;
        var option = "";
        if (next < text.Length && text[next] == '{' && text.IndexOf('}', next) is var end and > 0)
        {
            option = text[(next + 1)..end];
            next = end + 1;
        }

        return text[i] switch
        {
            '%' => new Piece(Kind.Text, "%"),
            'n' => new Piece(Kind.Text, Environment.NewLine),
            'd' => new Piece(Kind.Time, JavaDateFormat.ToNet(option), least, most, padsRight),
            'p' => new Piece(Kind.Level, "", least, most, padsRight),
            'c' => new Piece(Kind.Text, LastParts(logger, option), least, most, padsRight),
            'm' => new Piece(Kind.Message, "", least, most, padsRight),
            't' => new Piece(Kind.Thread, "", least, most, padsRight),
            'r' => new Piece(Kind.Age, "", least, most, padsRight),
            'C' or 'F' or 'L' or 'M' or 'l' or 'x' or 'X' => new Piece(Kind.Text, "", least, most, padsRight),
            _ => null,
        };
    }

    private static int? ReadNumber(string text, ref int i)
    {
        var start = i;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
            i++;
        // Wider than any line: what is wanted is no number of characters.
        return int.TryParse(text.AsSpan(start, i - start), CultureInfo.InvariantCulture, out var number) && number <= 1000 ? number : null;
    }

    private static string LastParts(string logger, string option)
    {
        var parts = logger.Split('.');
        return int.TryParse(option, CultureInfo.InvariantCulture, out var count) && count > 0 && count < parts.Length
            ? string.Join('.', parts[^count..])
            : logger;
    }

    private void AddText(StringBuilder literal)
    {
        if (literal.Length > 0)
            _pieces.Add(new Piece(Kind.Text, literal.ToString()));
        literal.Clear();
    }

    private sealed record Piece(Kind Kind, string Option, int Least = 0, int? Most = null, bool PadsRight = false)
    {
        public string Fit(string text)
        {
            if (text.Length > Most)
                return text[^Most.Value..];
            return PadsRight ? text.PadRight(Least) : text.PadLeft(Least);
        }
    }
}
