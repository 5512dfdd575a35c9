using System.Text.Encodings.Web;
using System.Text.Json;

namespace Skein.Packer.Environments;

/// <summary>Takes the places of this machine's package cache out of package records.</summary>
internal static class CondaRecordCleaner
{
    private static readonly JsonWriterOptions Style = new()
    {
        Indented = true,
        IndentSize = 1,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether the file is a package record.</summary>
    /// <param name="path">Path below the environment.</param>
    public static bool Owns(string path) =>
        path.StartsWith("conda-meta/", StringComparison.Ordinal)
        && path.EndsWith(".json", StringComparison.Ordinal)
        && path.LastIndexOf('/') == "conda-meta".Length;

    /// <returns>The record with its members sorted by name, and those that name the cache empty.</returns>
    /// <param name="record">The record.</param>
    /// <param name="path">Path below the environment, for messages.</param>
    public static byte[] Clean(ReadOnlySpan<byte> record, string path)
    {
        var buffer = new MemoryStream(record.Length);
        try
        {
            using var document = JsonDocument.Parse(record.ToArray());
            using var writer = new Utf8JsonWriter(buffer, Style);
            Write(document.RootElement, writer, "");
        }
        catch (JsonException e)
        {
            throw new PackException($"The package record '{path}' is not valid JSON; reinstall the package", e);
        }

        return buffer.ToArray();
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer, string place)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var name in Names(element))
            {
                writer.WritePropertyName(name);
                var value = element.GetProperty(name);
                var inside = $"{place}/{name}";
                if (inside is "/extracted_package_dir" or "/package_tarball_full_path" or "/link/source" && value.ValueKind == JsonValueKind.String)
                    writer.WriteStringValue("");
                else
                    Write(value, writer, inside);
            }

            writer.WriteEndObject();
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in element.EnumerateArray())
                Write(item, writer, $"{place}/*");
            writer.WriteEndArray();
        }
        else
        {
            element.WriteTo(writer);
        }
    }

    private static SortedSet<string> Names(JsonElement element)
    {
        // Of members of one name the last counts, as to all readers.
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
            names.Add(member.Name);
        return names;
    }
}
