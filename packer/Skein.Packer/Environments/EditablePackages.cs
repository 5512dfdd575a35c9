using System.Text.Json;

namespace Skein.Packer.Environments;

/// <summary>Finds packages whose files lie outside of the environment because they were installed for development.</summary>
internal static class EditablePackages
{
    private const string Metadata = ".dist-info/direct_url.json";

    /// <returns>Names of the packages, sorted.</returns>
    /// <param name="prefix">The environment.</param>
    /// <param name="sitePackages">Python's package directory below it.</param>
    /// <param name="paths">Files of the environment.</param>
    public static List<string> Find(string prefix, string sitePackages, IEnumerable<string> paths) =>
    [
        .. paths
            .Where(path => path.EndsWith(Metadata, StringComparison.Ordinal) && path.StartsWith(sitePackages + "/", StringComparison.Ordinal))
            .Where(path => IsEditable(File.ReadAllBytes($"{prefix}/{path}")))
            .Select(path => path[(sitePackages.Length + 1)..].Split('-')[0])
            .Order(StringComparer.Ordinal),
    ];

    // { "dir_info": { "editable": true } }; a file that is not JSON says nothing.
    internal static bool IsEditable(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("dir_info", out var info)
                && info.ValueKind == JsonValueKind.Object
                && info.TryGetProperty("editable", out var editable)
                && editable.ValueKind == JsonValueKind.True;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
