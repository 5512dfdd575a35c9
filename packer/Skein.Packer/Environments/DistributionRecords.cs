using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Environments;

/// <summary>Which files of a package directory Python packages own, as their installers recorded it in <c>*.dist-info/RECORD</c>.</summary>
internal static class DistributionRecords
{
    private const string Suffix = ".dist-info/RECORD";

    // RECORD = *( path "," [ hash ] "," [ size ] newline )      CSV: a path with commas or quotes is in quotes, which are doubled inside
    // A path is relative to the package directory; scripts are outside of it: ../../../bin/tool

    /// <param name="root">The environment.</param>
    /// <param name="site">Its package directory.</param>
    /// <param name="files">Its files.</param>
    /// <returns>The files with their owners, in the same order.</returns>
    public static List<PackFile> WithOwners(string root, string site, IReadOnlyList<PackFile> files)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (!file.Path.EndsWith(Suffix, StringComparison.Ordinal) || RelativePath.DirectoryOf(file.Directory) != site)
                continue;
            var title = Title(RelativePath.NameOf(file.Directory));
            foreach (var line in ReadableFile.Text($"{root}/{file.Path}").Split('\n'))
            {
                if (PathOf(line) is { Length: > 0 } path && RelativePath.Normalize($"{site}/{path}") is { } owned)
                    owners.TryAdd(owned, title);
            }
        }

        return [.. files.Select(file => owners.TryGetValue(file.Path, out var owner) ? file with { Package = owner } : file)];
    }

    internal static string PathOf(string line)
    {
        if (!line.StartsWith('"'))
            return line.IndexOf(',', StringComparison.Ordinal) is var comma and >= 0 ? line[..comma] : line.Trim();
        var end = line.IndexOf("\",", 1, StringComparison.Ordinal);
        return end < 0 ? "" : line[1..end].Replace("\"\"", "\"", StringComparison.Ordinal);
    }

    // name-version.dist-info, the name without hyphens
    private static string Title(string directory) => directory[..^".dist-info".Length].Replace('-', ' ');
}
