using System.Globalization;

namespace Skein.Cli.Commands;

/// <summary>Times as people type them: local, to the minute or second, of today when no date is given; leading zeros may be missing.</summary>
internal static class LocalTime
{
    private static readonly string[] WithDate = ["yyyy-M-d", "yyyy-M-d H:m", "yyyy-M-d H:m:s"];
    private static readonly string[] OfToday = ["H:m", "H:m:s"];

    /// <summary>ms since the epoch.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="time">The clock, and the place it hangs in.</param>
    /// <param name="option">Where it was typed.</param>
    /// <exception cref="InvalidInputException">The text is no time.</exception>
    public static long Parse(string text, TimeProvider time, string option)
    {
        var culture = CultureInfo.InvariantCulture;
        if (!DateTime.TryParseExact(text, WithDate, culture, DateTimeStyles.None, out var local))
        {
            if (!TimeOnly.TryParseExact(text, OfToday, culture, DateTimeStyles.None, out var clock))
                throw new InvalidInputException($"{option}: '{text}' is no time; write 2026-01-31, '2026-01-31 13:45' or 13:45");
            local = time.GetLocalNow().Date + clock.ToTimeSpan();
        }

        return new DateTimeOffset(local, time.LocalTimeZone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
    }
}
