using System.Globalization;

namespace Skein.Grpc;

/// <summary>The time a client gives its call, as <c>grpc-timeout</c> carries it.</summary>
/// <remarks>
/// <code>
/// timeout = 1*8DIGIT unit
/// unit    = "H" / "M" / "S" / "m" / "u" / "n"  ; hours, minutes, seconds, milli-, micro-, nanoseconds
/// </code>
/// </remarks>
internal static class CallTimeout
{
    private const long MaxValue = 99_999_999;

    /// <summary>
    /// Encodes a time in the finest unit, microseconds at best, that eight digits hold. A time that is over becomes the shortest one,
    /// and one that no unit holds the longest.
    /// </summary>
    public static string Format(TimeSpan timeout)
    {
        var ticks = timeout.Ticks;
        if (ticks < TimeSpan.TicksPerMicrosecond)
            return "1n";
        var (perUnit, unit) = ticks switch
        {
            <= MaxValue * TimeSpan.TicksPerMicrosecond => (TimeSpan.TicksPerMicrosecond, 'u'),
            <= MaxValue * TimeSpan.TicksPerMillisecond => (TimeSpan.TicksPerMillisecond, 'm'),
            <= MaxValue * TimeSpan.TicksPerSecond => (TimeSpan.TicksPerSecond, 'S'),
            <= MaxValue * TimeSpan.TicksPerMinute => (TimeSpan.TicksPerMinute, 'M'),
            _ => (TimeSpan.TicksPerHour, 'H'),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Min(ticks / perUnit, MaxValue)}{unit}");
    }

    /// <summary>Decodes a time; one beyond what <see cref="TimeSpan"/> holds becomes the longest it holds.</summary>
    /// <returns>False if the text does not follow the grammar.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > 9 || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return false;
        var ticksPerUnit = text[^1] switch
        {
            'H' => TimeSpan.TicksPerHour,
            'M' => TimeSpan.TicksPerMinute,
            'S' => TimeSpan.TicksPerSecond,
            'm' => TimeSpan.TicksPerMillisecond,
            'u' => TimeSpan.TicksPerMicrosecond,
            'n' => 0,
            _ => -1,
        };
        if (ticksPerUnit < 0)
            return false;
        var ticks = ticksPerUnit == 0 ? value / TimeSpan.NanosecondsPerTick
            : value > TimeSpan.MaxValue.Ticks / ticksPerUnit ? TimeSpan.MaxValue.Ticks
            : value * ticksPerUnit;
        timeout = new TimeSpan(ticks);
        return true;
    }
}
