using System.Buffers;
using System.Globalization;
using System.Text;

namespace Skein.Specification;

/// <summary>Durations as people write them: <c>90s</c>, <c>5m</c>, <c>1h30m</c>, <c>0.5s</c>; a number without a unit is seconds.</summary>
public static class DurationText
{
    // Longest first, as they are written one behind the other.
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>The duration of a text, to the millisecond.</summary>
    /// <remarks>Numbers with a unit each, larger units first, no unit twice; spaces do not count.</remarks>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var rest = text.Replace(" ", "", StringComparison.Ordinal).AsSpan();
        if (rest.Length > 0 && rest.IndexOfAnyExcept(NumberCharacters) < 0)
            return TryParseNumber(rest, out var seconds) && TryFromSeconds(seconds, out duration);

        double milliseconds = 0;
        var next = 0;
        do
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0 || !TryParseNumber(rest[..digits], out var count))
                return false;
            rest = rest[digits..];
            var letters = rest.IndexOfAnyExceptInRange('a', 'z');
            var unit = (letters < 0 ? rest : rest[..letters]).ToString();
            rest = rest[unit.Length..];
            var found = Array.FindIndex(Units, next, entry => entry.Unit == unit);
            if (found < 0)
                return false;
            milliseconds += count * Units[found].Milliseconds;
            next = found + 1;
        }
        while (rest.Length > 0);
        return TryFromSeconds(milliseconds / 1_000, out duration);
    }

    /// <summary>Rounds to milliseconds. What no duration can hold becomes the longest one; only what is no number fails.</summary>
    public static bool TryFromSeconds(double seconds, out TimeSpan duration)
    {
        const double most = long.MaxValue / TimeSpan.TicksPerMillisecond;
        duration = Math.Round(seconds * 1_000) switch
        {
            double.NaN => default,
            >= most => TimeSpan.MaxValue,
            <= -most => TimeSpan.MinValue,
            var milliseconds => new TimeSpan((long)milliseconds * TimeSpan.TicksPerMillisecond),
        };
        return !double.IsNaN(seconds);
    }

    /// <summary>The shortest text that <see cref="TryParse"/> reads back, as <c>1h30m</c>; zero is <c>0s</c>. Parts of a millisecond are dropped.</summary>
    public static string Format(TimeSpan duration)
    {
        var text = new StringBuilder(duration < TimeSpan.Zero ? "-" : "");
        var rest = Math.Abs(duration.Ticks / TimeSpan.TicksPerMillisecond);
        foreach (var (unit, milliseconds) in Units)
        {
            var count = rest / milliseconds;
            rest %= milliseconds;
            if (count > 0)
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
        }

        return text.Length > 0 && text[^1] != '-' ? text.ToString() : "0s";
    }

    // Digits with at most one point between or behind them.
    private static bool TryParseNumber(ReadOnlySpan<char> number, out double count) =>
        double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out count) && char.IsAsciiDigit(number[0]);
}
