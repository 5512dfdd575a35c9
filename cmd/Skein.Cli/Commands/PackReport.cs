using System.Globalization;
using Skein.Packer;

namespace Skein.Cli.Commands;

/// <summary>What a person reads after packing.</summary>
internal static class PackReport
{
    private const int MostNotes = 10;

    public static async Task PrintAsync(PackSummary summary, TextWriter writer)
    {
        foreach (var warning in summary.Warnings)
            await writer.WriteLineAsync($"Warning: {warning}");
        if (summary.StaysAbsolute.Count > 0)
        {
            await writer.WriteLineAsync($"Note: {summary.StaysAbsolute.Count} files keep paths of this machine:");
            foreach (var note in summary.StaysAbsolute.Take(MostNotes))
                await writer.WriteLineAsync($"  {note.Path}: {note.Reason}");
            if (summary.StaysAbsolute.Count > MostNotes)
                await writer.WriteLineAsync($"  and {summary.StaysAbsolute.Count - MostNotes} more");
        }

        await writer.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Packed {summary.Files} files of {summary.Source}, {summary.BytesIn / 1e6:F1} MB, into {summary.Output}, {summary.BytesOut / 1e6:F1} MB"));
    }
}
