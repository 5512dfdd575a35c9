using System.Text.Encodings.Web;
using System.Text.Json;

namespace Skein.Cli.Tables;

/// <summary>JSON on standard output: one value, indented, with a line end.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void WriteArray<T>(TextWriter output, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write) => Write(output, json =>
    {
        json.WriteStartArray();
        foreach (var item in items)
            write(json, item);
        json.WriteEndArray();
    });

    public static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(new Utf8Text(output), Options))
            write(json);
        output.WriteLine();
    }
}
