using System.Globalization;

namespace Skein.ApplicationMaster.Pages.Site;

/// <summary>Amounts as the pages write them, which programs look for.</summary>
internal static class PageText
{
    private const int Step = 1024;

    private static readonly string[] MemoryUnits = ["MiB", "GiB", "TiB"];

    /// <summary><c>512.0 MiB</c>, <c>1.5 GiB</c>.</summary>
    public static string Memory(long mebibytes)
    {
        var (amount, unit) = ((double)mebibytes, 0);
        for (; amount >= Step && unit < MemoryUnits.Length - 1; unit++)
            amount /= Step;
        return string.Create(CultureInfo.InvariantCulture, $"{amount:F1} {MemoryUnits[unit]}");
    }

    /// <summary><c>30h 5m</c>, <c>10m 2s</c>, <c>59s</c>.</summary>
    public static string Runtime(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => $"{(long)time.TotalHours}h {time.Minutes}m",
        { TotalMinutes: >= 1 } => $"{time.Minutes}m {time.Seconds}s",
        _ => $"{Math.Max(0, time.Seconds)}s",
    };

    /// <summary><c>12.3%</c>; <c>N/A</c> where nobody tells it.</summary>
    public static string Progress(float? progress) =>
        progress is { } told ? string.Create(CultureInfo.InvariantCulture, $"{100 * told:F1}%") : "N/A";

    /// <summary><c>10,000</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
