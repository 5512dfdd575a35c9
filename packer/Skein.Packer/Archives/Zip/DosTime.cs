namespace Skein.Packer.Archives.Zip;

/// <summary>Dates and times as zip archives have them.</summary>
internal static class DosTime
{
    // date: year since 1980 in 7 bits, month in 4, day in 5; time: hour in 5 bits, minute in 6, half seconds in 5.
    private static readonly DateTime First = new(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Last = new(2107, 12, 31, 23, 59, 58, DateTimeKind.Utc);

    /// <param name="seconds">Seconds since the epoch; what is out of range becomes the nearest time that is not.</param>
    /// <returns>The time in UTC, so that it does not depend on where an archive is made.</returns>
    public static (ushort Date, ushort Time) Of(long seconds)
    {
        var time = seconds < new DateTimeOffset(First).ToUnixTimeSeconds() ? First
            : seconds > new DateTimeOffset(Last).ToUnixTimeSeconds() ? Last
            : DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime;
        return (
            (ushort)(((time.Year - First.Year) << 9) | (time.Month << 5) | time.Day),
            (ushort)((time.Hour << 11) | (time.Minute << 5) | (time.Second / 2)));
    }
}
