using System.Globalization;

namespace Skein.Cli.Tables;

/// <summary>How long something ran, as tables show it: <c>30h 0m</c>, <c>10m</c>, <c>59s</c>.</summary>
internal static class Runtime
{
    /// <param name="start">ms since the epoch; 0: not started.</param>
    /// <param name="finish">ms since the epoch; 0: still running.</param>
    /// <param name="now">The present.</param>
    public static string Format(long start, long finish, DateTimeOffset now)
    {
        var end = finish > 0 ? finish : now.ToUnixTimeMilliseconds();
        var seconds = start > 0 ? Math.Max(0, (end - start) / 1000) : 0;
        (var minutes, var hours) = (seconds / 60, seconds / 3600);
        return hours > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{hours}h {minutes % 60}m")
            : minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{minutes}m") : string.Create(CultureInfo.InvariantCulture, $"{seconds}s");
    }
}
