namespace Skein.Packer.Relocation;

/// <summary>Relative paths between places of one tree.</summary>
internal static class RelativePath
{
    /// <summary>The shortest way from a directory to a path, both below the same root and without <c>.</c> and <c>..</c>.</summary>
    /// <returns>Such as <c>../lib</c>; <c>.</c> when they are the same.</returns>
    public static string Between(string directory, string path)
    {
        var from = Parts(directory);
        var to = Parts(path);
        var common = 0;
        while (common < from.Length && common < to.Length && from[common] == to[common])
            common++;
        var way = Enumerable.Repeat("..", from.Length - common).Concat(to.Skip(common));
        var relative = string.Join('/', way);
        return relative.Length == 0 ? "." : relative;
    }

    /// <summary>The directory part of a path; empty when there is none.</summary>
    public static string DirectoryOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";

    /// <summary>The last part of a path.</summary>
    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Resolves <c>.</c>, <c>..</c> and doubled slashes by the letter; null when the path climbs above its root.</summary>
    public static string? Normalize(string path)
    {
        var parts = new List<string>();
        foreach (var part in Parts(path))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                    return null;
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    private static string[] Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
