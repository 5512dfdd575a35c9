using System.Buffers;
using System.Text.Json;
using Skein.Packer.Inventory;

namespace Skein.Packer.Environments;

/// <summary>Reads the records of <c>conda-meta</c>.</summary>
internal static class CondaRecordReader
{
    /// <summary>Reads all records of an environment, in the order of their file names.</summary>
    /// <param name="prefix">The environment.</param>
    /// <param name="problems">Receives one for each record that can not be read; these are not among the result.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static IReadOnlyList<CondaRecord> ReadAll(string prefix, ICollection<PackProblem> problems, CancellationToken cancellation)
    {
        var files = Directory.GetFiles(Path.Combine(prefix, "conda-meta"), "*.json");
        Array.Sort(files, string.CompareOrdinal);
        var records = new CondaRecord?[files.Length];
        var failures = new string?[files.Length];
        Parallel.For(0, files.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            try
            {
                records[i] = ReadFile(files[i]);
            }
            catch (PackException e)
            {
                failures[i] = e.Message;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                failures[i] = $"The package record '{files[i]}' can not be read: {e.Message}";
            }
        });
        var read = new List<CondaRecord>(files.Length);
        for (var i = 0; i < files.Length; i++)
        {
            if (records[i] is { } record)
                read.Add(record);
            else if (failures[i] is { } failure)
                problems.Add(new PackProblem(failure));
        }

        return read;
    }

    // Records of large packages have megabytes, which are not left to the collector.
    private static CondaRecord ReadFile(string path)
    {
        using var file = File.OpenHandle(path);
        var bytes = ArrayPool<byte>.Shared.Rent(checked((int)RandomAccess.GetLength(file)));
        try
        {
            var length = 0;
            while (length < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(length), length) is var read and > 0)
                length += read;
            return Read(bytes.AsSpan(0, length), path);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    // { "name", "version", "files": [path], "extracted_package_dir"?,
    //   "link": null | { "source": directory },
    //   "paths_data": { "paths": [ { "_path", "prefix_placeholder"?, "file_mode"?, "sha256"?, "sha256_in_prefix"? } ] }? }
    // Members of other kinds count as absent.

    /// <param name="json">The record.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="PackException">It is no record.</exception>
    public static CondaRecord Read(ReadOnlySpan<byte> json, string source)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            var record = reader.Read() && reader.TokenType == JsonTokenType.StartObject ? ReadRecord(ref reader) : null;
            while (reader.Read())
                reader.Skip();
            return record ?? throw new PackException($"The package record '{source}' has no name; reinstall the package or remove the file");
        }
        // The latter: text that is not UTF-8.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new PackException($"The package record '{source}' is not valid JSON; reinstall the package", e);
        }
    }

    private static CondaRecord? ReadRecord(ref Utf8JsonReader reader)
    {
        string? name = null, version = null, linked = null, extracted = null;
        var paths = new List<CondaRecordPath>();
        var files = default(Utf8JsonReader);
        while (NextMember(ref reader, out var member))
        {
            switch (member)
            {
                case "name":
                    name = Text(ref reader);
                    break;
                case "version":
                    version = Text(ref reader);
                    break;
                case "extracted_package_dir":
                    extracted = Text(ref reader);
                    break;
                case "link" when reader.TokenType == JsonTokenType.StartObject:
                    linked = ReadMember(ref reader, "source");
                    break;
                case "paths_data" when reader.TokenType == JsonTokenType.StartObject:
                    ReadPathsData(ref reader, paths);
                    break;
                case "files" when reader.TokenType == JsonTokenType.StartArray:
                    files = reader;
                    reader.Skip();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (files.TokenType == JsonTokenType.StartArray)
            AddUnlisted(files, paths);
        return name == null ? null : new CondaRecord(name, version ?? "", paths, linked ?? extracted);
    }

    private static void ReadPathsData(ref Utf8JsonReader reader, List<CondaRecordPath> paths)
    {
        while (NextMember(ref reader, out var member))
        {
            if (member != "paths" || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.StartObject)
                    reader.Skip();
                else if (ReadPath(ref reader) is { } path)
                    paths.Add(path);
            }
        }
    }

    private static CondaRecordPath? ReadPath(ref Utf8JsonReader reader)
    {
        string? path = null, placeholder = null;
        var isBinary = false;
        Sha256Hash original = default, installed = default;
        while (NextMember(ref reader, out var member))
        {
            switch (member)
            {
                case "_path":
                    path = Text(ref reader);
                    break;
                case "prefix_placeholder":
                    placeholder = Text(ref reader) is { Length: > 0 } text ? text : null;
                    break;
                case "file_mode":
                    isBinary = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("binary"u8);
                    reader.Skip();
                    break;
                case "sha256":
                    original = Hash(ref reader);
                    break;
                case "sha256_in_prefix":
                    installed = Hash(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (placeholder == null && !installed.IsKnown)
            installed = original;
        var prefix = placeholder == null ? null : new CondaRecordPrefix(placeholder, isBinary, original);
        return path == null ? null : new CondaRecordPath(path, prefix, installed);
    }

    // Records of old installers have this list only; in others it repeats the paths, nearly always in the same order.
    private static void AddUnlisted(Utf8JsonReader files, List<CondaRecordPath> paths)
    {
        var listed = paths.Count;
        HashSet<string>? known = null;
        for (var i = 0; files.Read() && files.TokenType != JsonTokenType.EndArray; i++)
        {
            if (files.TokenType != JsonTokenType.String)
            {
                files.Skip();
                continue;
            }

            if (i < listed && files.ValueTextEquals(paths[i].Path))
                continue;
            known ??= KnownPaths(paths);
            if (files.GetString() is { } path && known.Add(path))
                paths.Add(new CondaRecordPath(path, null, default));
        }
    }

    private static HashSet<string> KnownPaths(List<CondaRecordPath> paths)
    {
        var known = new HashSet<string>(paths.Count, StringComparer.Ordinal);
        foreach (var path in paths)
            known.Add(path.Path);
        return known;
    }

    private static string? ReadMember(ref Utf8JsonReader reader, string name)
    {
        string? value = null;
        while (NextMember(ref reader, out var member))
        {
            if (member == name)
                value = Text(ref reader);
            else
                reader.Skip();
        }

        return value;
    }

    // Goes to the value of the next member of the object it is in; false at the object's end.
    private static bool NextMember(ref Utf8JsonReader reader, out string name)
    {
        name = "";
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return false;
        name = NameOf(ref reader);
        return reader.Read();
    }

    // The names that every file of a record repeats cost no memory.
    private static string NameOf(ref Utf8JsonReader reader)
    {
        foreach (var name in (ReadOnlySpan<string>)["_path", "path_type", "sha256", "sha256_in_prefix", "size_in_bytes", "file_mode", "prefix_placeholder"])
        {
            if (reader.ValueTextEquals(name))
                return name;
        }

        return reader.GetString() ?? "";
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        reader.Skip();
        return null;
    }

    private static Sha256Hash Hash(ref Utf8JsonReader reader)
    {
        Span<char> text = stackalloc char[2 * Sha256Hash.Length];
        if (reader.TokenType == JsonTokenType.String && !reader.HasValueSequence && !reader.ValueIsEscaped && reader.ValueSpan.Length == text.Length)
            return Sha256Hash.Parse(text[..reader.CopyString(text)]);
        reader.Skip();
        return default;
    }
}
