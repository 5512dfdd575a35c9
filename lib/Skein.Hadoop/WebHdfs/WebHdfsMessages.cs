using System.Text.Json;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.WebHdfs;

/// <summary>What WebHDFS answers, in JSON.</summary>
/// <remarks>
/// <code>
/// {"FileStatus": STATUS}
/// {"DirectoryListing": {"partialListing": {"FileStatuses": {"FileStatus": [STATUS, ...]}}, "remainingEntries": N}}
/// {"boolean": true}
/// {"Token": {"urlString": "BASE64"}}
/// {"RemoteException": {"exception": "FileNotFoundException", "javaClassName": "java.io.FileNotFoundException", "message": "..."}}
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
        var listing = Member(answer, "DirectoryListing");
        var statuses = Member(Member(Member(listing, "partialListing"), "FileStatuses"), "FileStatus");
        var entries = new List<FileStatus>();
        if (statuses.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException("a directory's entries are no list");
        foreach (var status in statuses.EnumerateArray())
            entries.Add(Status(path, status));
        return (entries, Member(listing, "remainingEntries") is { ValueKind: JsonValueKind.Number } left && left.GetInt64() > 0);
    }

    /// <summary>A token that was given out.</summary>
    /// <exception cref="InvalidDataException">It is none, or none was given out, as on a cluster without Kerberos.</exception>
    public static Token Token(JsonElement answer) =>
        Text(Member(answer, "Token"), "urlString") is { } text
            ? Security.Token.FromUrlString(text)
            : throw new InvalidDataException("the NameNode gives out no delegation token; it has no Kerberos");

    /// <summary>The server's exception; null where the answer holds none.</summary>
    public static RemoteException? Error(JsonElement answer, HadoopEndpoint server)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("RemoteException", out var error))
            return null;
        var name = Text(error, "javaClassName") ?? Text(error, "exception") ?? "Exception";
        return new RemoteException(name, Text(error, "message") ?? "", remoteTrace: null, server);
    }

    /// <exception cref="InvalidDataException">There is no such member.</exception>
    public static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
            ? value
            : throw new InvalidDataException($"the answer has no {name}");

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
