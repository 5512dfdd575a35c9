using System.Text.Json;

namespace Skein.Packer.Environments;

/// <summary>Reads the records of <c>conda-meta</c>.</summary>
internal static class CondaRecordReader
{
    /// <summary>Reads all records of an environment, in the order of their file names.</summary>
    /// <param name="prefix">The environment.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static IReadOnlyList<CondaRecord> ReadAll(string prefix, CancellationToken cancellation)
    {
        var files = Directory.GetFiles(Path.Combine(prefix, "conda-meta"), "*.json");
        Array.Sort(files, string.CompareOrdinal);
        var records = new CondaRecord[files.Length];
        Parallel.For(0, files.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
            records[i] = Read(File.ReadAllBytes(files[i]), files[i]));
        return records;
    }

    // { "name", "version", "files": [path],
    //   "link": null | { "source": directory },
    //   "paths_data": { "paths": [ { "_path", "prefix_placeholder"?, "file_mode"?, "sha256"?, "size_in_bytes"? } ] }? }

    /// <param name="json">The record.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    public static CondaRecord Read(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "name") is not { } name)
                throw new PackException($"The package record '{source}' has no name; reinstall the package or remove the file");
            return new CondaRecord(name, Text(root, "version") ?? "", Paths(root), CachedPackage(root));
        }
        catch (JsonException e)
        {
            throw new PackException($"The package record '{source}' is not valid JSON; reinstall the package", e);
        }
    }

    private static List<CondaRecordPath> Paths(JsonElement root)
    {
        var paths = new List<CondaRecordPath>();
        var listed = new HashSet<string>(StringComparer.Ordinal);
        if (Member(root, "paths_data", JsonValueKind.Object) is { } data && Member(data, "paths", JsonValueKind.Array) is { } entries)
        {
            foreach (var entry in entries.EnumerateArray())
            {
                if (entry.ValueKind == JsonValueKind.Object && Text(entry, "_path") is { } path && listed.Add(path))
                    paths.Add(RecordPath(entry, path));
            }
        }
        // Records of old installers have this list only.
        foreach (var file in Member(root, "files", JsonValueKind.Array)?.EnumerateArray() ?? default)
        {
            if (file.ValueKind == JsonValueKind.String && file.GetString() is { } path && listed.Add(path))
                paths.Add(new CondaRecordPath(path, null, false, null, -1));
        }

        return paths;
    }

    private static CondaRecordPath RecordPath(JsonElement entry, string path)
    {
        var placeholder = Text(entry, "prefix_placeholder");
        var size = Member(entry, "size_in_bytes", JsonValueKind.Number) is { } number && number.TryGetInt64(out var bytes) ? bytes : -1;
        return new CondaRecordPath(
            path,
            string.IsNullOrEmpty(placeholder) ? null : placeholder,
            Text(entry, "file_mode") == "binary",
            Text(entry, "sha256"),
            size);
    }

    private static string? CachedPackage(JsonElement root) =>
        (Member(root, "link", JsonValueKind.Object) is { } link ? Text(link, "source") : null) ?? Text(root, "extracted_package_dir");

    private static string? Text(JsonElement owner, string name) => Member(owner, name, JsonValueKind.String)?.GetString();

    private static JsonElement? Member(JsonElement owner, string name, JsonValueKind kind) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
