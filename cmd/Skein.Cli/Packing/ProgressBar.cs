using System.Globalization;
using System.Text;
using Skein.Packer;

namespace Skein.Cli.Packing;

/// <summary>Draws how far packing has come as one line: what matters less goes first when there is little room.</summary>
internal static class ProgressBar
{
    private const int LongBar = 24;
    private const int ShortBar = 10;
    private const int WidthOfLongBar = 80;
    private const int WidthOfShortBar = 30;
    private const int LeastPath = 12;
    private const string Gap = "  ";
    private const string Cut = "...";

    private static readonly TimeSpan BeforeGuesses = TimeSpan.FromSeconds(1);

    /// <summary>Draws <c>[######----]  52 %  240.1 MB of 458.2 MB  312.0 MB/s  0:01 left  lib/python3.11/os.py</c>.</summary>
    /// <param name="progress">How far it is.</param>
    /// <param name="elapsed">Since the start.</param>
    /// <param name="width">Columns there are.</param>
    /// <returns>At most <paramref name="width"/> columns, without anything a terminal would act on.</returns>
    public static string Render(PackProgress progress, TimeSpan elapsed, int width)
    {
        var share = Share(progress);
        var line = new StringBuilder();
        if (width >= WidthOfShortBar)
            AppendBar(line, share, width >= WidthOfLongBar ? LongBar : ShortBar);
        line.Append(CultureInfo.InvariantCulture, $"{(int)(share * 100),3} %");
        if (line.Length > width)
            return "";
        foreach (var field in Fields(progress, elapsed))
        {
            if (line.Length + Gap.Length + field.Length > width)
                return line.ToString();
            line.Append(Gap).Append(field);
        }

        var room = width - line.Length - Gap.Length;
        if (progress.Current.Length > 0 && room >= LeastPath)
            line.Append(Gap).Append(Tail(progress.Current, room));
        return line.ToString();
    }

    private static double Share(PackProgress progress)
    {
        var (part, whole) = progress.TotalBytes > 0 ? (progress.BytesRead, progress.TotalBytes) : (progress.Files, progress.TotalFiles);
        return whole == 0 ? 1 : Math.Clamp((double)part / whole, 0, 1);
    }

    private static void AppendBar(StringBuilder line, double share, int length)
    {
        var done = (int)(share * length);
        line.Append('[').Append('#', done).Append('-', length - done).Append("] ");
    }

    private static IEnumerable<string> Fields(PackProgress progress, TimeSpan elapsed)
    {
        yield return $"{ByteSize.Format(progress.BytesRead)} of {ByteSize.Format(progress.TotalBytes)}";
        if (elapsed < BeforeGuesses || progress.BytesRead == 0)
            yield break;
        var rate = progress.BytesRead / elapsed.TotalSeconds;
        yield return $"{ByteSize.Format(rate)}/s";
        var left = (long)Math.Ceiling(Math.Max(0, progress.TotalBytes - progress.BytesRead) / rate);
        yield return left >= 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{left / 3600}:{left / 60 % 60:D2}:{left % 60:D2} left")
            : string.Create(CultureInfo.InvariantCulture, $"{left / 60}:{left % 60:D2} left");
    }

    // The end of a path says most. Characters beyond ASCII may take two columns.
    private static string Tail(string path, int room)
    {
        var columns = 0;
        var start = path.Length;
        while (start > 0 && columns + Columns(path[start - 1]) <= room)
            columns += Columns(path[--start]);
        if (start == 0)
            return Printable(path);
        for (var cut = Cut.Length - (room - columns); cut > 0; start++)
            cut -= Columns(path[start]);
        return Cut + Printable(path[start..]);
    }

    private static int Columns(char character) => char.IsAscii(character) ? 1 : 2;

    private static string Printable(string path) =>
        string.Create(path.Length, path, static (span, path) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(path[i]) || char.IsSurrogate(path[i]) ? '?' : path[i];
        });
}
