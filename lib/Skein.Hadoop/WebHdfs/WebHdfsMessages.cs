using System.Text.Json;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.WebHdfs;

/// <summary>What WebHDFS answers, in JSON.</summary>
/// <remarks>
/// <code>
/// {"FileStatus": STATUS}
/// {"DirectoryListing": {"partialListing": {"FileStatuses": {"FileStatus": [STATUS, ...]}}, "remainingEntries": N}}
/// {"boolean": true}
/// STATUS = {"pathSuffix": "name", "type": "FILE", "length": 1, "modificationTime": ms, "permission": "644", "owner": "a", "group": "b", ...}
/// </code>
/// </remarks>
internal static class WebHdfsMessages
{
    /// <summary>A status.</summary>
    /// <param name="parent">The path that was asked for.</param>
    /// <param name="status">The object; an entry of a directory has a name, what was asked for has none.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static FileStatus Status(string parent, JsonElement status)
    {
        try
        {
            var name = status.GetProperty("pathSuffix").GetString();
            if (name is not null && name.Contains('/', StringComparison.Ordinal))
                throw new InvalidDataException("an entry's name has a slash in it");
            return new FileStatus(
                string.IsNullOrEmpty(name) ? parent : HadoopPath.Join(parent, name),
                status.GetProperty("type").GetString() == "DIRECTORY",
                status.GetProperty("length").GetInt64(),
                status.GetProperty("modificationTime").GetInt64(),
                Convert.ToInt32(status.GetProperty("permission").GetString(), 8),
                status.GetProperty("owner").GetString() ?? "",
                status.GetProperty("group").GetString() ?? "");
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"a file's status can not be understood: {e.Message}", e);
        }
    }

    /// <summary>One page of a directory, and whether another one follows.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static (List<FileStatus> Entries, bool HasMore) Listing(string path, JsonElement answer)
    {
        var listing = WebMessages.Member(answer, "DirectoryListing");
        var statuses = WebMessages.Member(WebMessages.Member(WebMessages.Member(listing, "partialListing"), "FileStatuses"), "FileStatus");
        var entries = new List<FileStatus>();
        if (statuses.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException("a directory's entries are no list");
        foreach (var status in statuses.EnumerateArray())
            entries.Add(Status(path, status));
        return (entries, WebMessages.Member(listing, "remainingEntries") is { ValueKind: JsonValueKind.Number } left && left.GetInt64() > 0);
    }
}
