using System.Globalization;
using Skein.Packer;

namespace Skein.Cli.Packing;

/// <summary>What a person reads of packing: one line before, two after it, and a list only where something needs a look.</summary>
internal static class PackReport
{
    private const int MostNotes = 10;
    private const int MostPackages = 5;
    private const int MostWarnings = 20;

    public static void PrintStart(PackStart start, bool dryRun, TextWriter writer)
    {
        var source = $"{PackWords.Noun(start.Kind)} '{PrintableText.Of(start.Source)}'";
        writer.WriteLine(dryRun ? $"Looking through {source}; nothing is written" : $"Packing {source} to {PrintableText.Of(OutputName(start.Output))}");
    }

    public static void PrintWarnings(IReadOnlyList<string> warnings, TextWriter writer)
    {
        // A tree of broken links would bury everything else.
        foreach (var warning in warnings.Take(MostWarnings))
            writer.WriteLine($"Warning: {PrintableText.Of(warning)}");
        if (warnings.Count > MostWarnings)
            writer.WriteLine($"Warning: and {warnings.Count - MostWarnings} more; --json lists them all");
    }

    public static void Print(PackSummary summary, TimeSpan elapsed, bool dryRun, TextWriter writer)
    {
        PrintNotes(
            Counted.Of(summary.StaysAbsolute.Count, "file keeps paths of this machine", "files keep paths of this machine"),
            [.. summary.StaysAbsolute.Select(static note => $"{note.Path}: {note.Reason}")],
            writer);
        PrintNotes(
            Counted.Of(
                summary.ChangedFiles.Count,
                "file is not as its package installed it, changed by pip or by hand",
                "files are not as their packages installed them, changed by pip or by hand"),
            summary.ChangedFiles,
            writer);
        if (summary.Packages.Count > 0)
        {
            var biggest = summary.Packages.Take(MostPackages).Select(static package => $"{PrintableText.Of(package.Name)} ({ByteSize.Format(package.Bytes)})");
            writer.WriteLine($"Biggest packages: {string.Join(", ", biggest)}");
        }

        var floor = summary.GlibcFloor == null ? "" : $"; runs with glibc {summary.GlibcFloor} or newer";
        writer.WriteLine($"{(dryRun ? "Would pack" : "Packed")} {Counted.Of(summary.Files, "file", "files")}, {Amounts(summary)}, in {Speed(summary, elapsed)}{floor}");
    }

    private static void PrintNotes(string what, IReadOnlyList<string> notes, TextWriter writer)
    {
        if (notes.Count == 0)
            return;
        writer.WriteLine($"Note: {what}:");
        ProblemList.PrintSome(notes, MostNotes, writer);
    }

    // 458.2 MB into 144.5 MB (32 %, 98 % from the cache)
    private static string Amounts(PackSummary summary)
    {
        var amounts = $"{ByteSize.Format(summary.BytesIn)} into {ByteSize.Format(summary.BytesOut)}";
        if (summary.BytesIn == 0)
            return amounts;
        var cached = summary.BytesFromCache == 0 ? "" : $", {Percent(summary.BytesFromCache, summary.BytesIn)} % from the cache";
        return $"{amounts} ({Percent(summary.BytesOut, summary.BytesIn)} %{cached})";
    }

    private static string Speed(PackSummary summary, TimeSpan elapsed)
    {
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:F1} s");
        return elapsed.TotalSeconds < 0.05 ? seconds : $"{seconds} ({ByteSize.Format(summary.BytesIn / elapsed.TotalSeconds)}/s)";
    }

    private static long Percent(long part, long whole) => (long)Math.Round(100.0 * part / whole);

    private static string OutputName(string output)
    {
        if (output == "-")
            return "the standard output";
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), output);
        return relative.StartsWith("..", StringComparison.Ordinal) ? $"'{output}'" : $"'{relative}'";
    }
}
