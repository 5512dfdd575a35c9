using System.Text.Json;
using Skein.Cli.Tables;
using Skein.Packer;

namespace Skein.Cli.Packing;

/// <summary>What programs read of packing: one JSON object on the standard output. Sizes are bytes.</summary>
internal static class PackJson
{
    public static void WriteSummary(TextWriter output, PackSummary summary, TimeSpan elapsed) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        WriteTarget(json, summary.Output, summary.Format, summary.Kind, summary.Source);
        json.WriteNumber("files", summary.Files);
        json.WriteNumber("bytesIn", summary.BytesIn);
        json.WriteNumber("bytesOut", summary.BytesOut);
        json.WriteNumber("bytesFromCache", summary.BytesFromCache);
        json.WriteNumber("seconds", Math.Round(elapsed.TotalSeconds, 3));
        json.WriteString("glibcFloor", summary.GlibcFloor);
        WriteArray(json, "packages", summary.Packages, static (json, package) =>
        {
            json.WriteStartObject();
            json.WriteString("name", package.Name);
            json.WriteNumber("files", package.Files);
            json.WriteNumber("bytes", package.Bytes);
            json.WriteEndObject();
        });
        WriteArray(json, "staysAbsolute", summary.StaysAbsolute, static (json, note) =>
        {
            json.WriteStartObject();
            json.WriteString("path", note.Path);
            json.WriteString("reason", note.Reason);
            json.WriteEndObject();
        });
        WriteTexts(json, "changedFiles", summary.ChangedFiles);
        WriteTexts(json, "warnings", summary.Warnings);
        WriteProblems(json, []);
        json.WriteEndObject();
    });

    public static void WritePlan(TextWriter output, PackPlan plan) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        WriteTarget(json, plan.Output, plan.Format, plan.Kind, plan.Source);
        json.WriteNumber("files", plan.Entries.Count);
        WriteArray(json, "entries", plan.Entries, static (json, entry) =>
        {
            json.WriteStartObject();
            json.WriteString("path", entry.Path);
            json.WriteString("mode", Convert.ToString(entry.Mode, toBase: 8).PadLeft(4, '0'));
            if (entry.Size is { } size)
                json.WriteNumber("size", size);
            else
                json.WriteNull("size");
            json.WriteString("link", entry.LinkTarget);
            json.WriteString("package", entry.Package);
            json.WriteEndObject();
        });
        WriteTexts(json, "warnings", plan.Warnings);
        WriteProblems(json, plan.Problems);
        json.WriteEndObject();
    });

    public static void WriteProblems(TextWriter output, IReadOnlyList<PackProblem> problems) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        WriteProblems(json, problems);
        json.WriteEndObject();
    });

    private static void WriteTarget(Utf8JsonWriter json, string output, ArchiveFormat format, EnvironmentKind kind, string source)
    {
        json.WriteString("output", output);
        json.WriteString("format", PackWords.Formats.NameOf(format));
        json.WriteString("kind", PackWords.Kinds.NameOf(kind));
        json.WriteString("source", source);
    }

    private static void WriteProblems(Utf8JsonWriter json, IReadOnlyList<PackProblem> problems) =>
        WriteArray(json, "problems", problems, static (json, problem) =>
        {
            json.WriteStartObject();
            json.WriteString("message", problem.Message);
            WriteTexts(json, "details", problem.Details);
            json.WriteEndObject();
        });

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts) =>
        WriteArray(json, name, texts, static (json, text) => json.WriteStringValue(text));

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            write(json, item);
        json.WriteEndArray();
    }
}
