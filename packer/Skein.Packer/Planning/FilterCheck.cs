using Skein.Packer.Inventory;

namespace Skein.Packer.Planning;

/// <summary>Warns of filters that choose nothing, mostly because a pattern was meant for a name and not for a whole path.</summary>
internal static class FilterCheck
{
    /// <param name="filters">The steps.</param>
    /// <param name="files">All entries that there are to choose from.</param>
    /// <param name="unpackable">What else there is.</param>
    /// <returns>One sentence for each pattern that matches none of them.</returns>
    public static IEnumerable<string> Find(
        IReadOnlyList<FileFilter> filters, IReadOnlyList<PackFile> files, IReadOnlyList<UnpackableEntry> unpackable)
    {
        var told = new HashSet<FileFilter>();
        foreach (var filter in filters)
        {
            if (!MatchesAny(filter.Pattern, files, unpackable) && told.Add(filter))
            {
                yield return $"The pattern '{filter.Pattern}' of {(filter.Include ? "--include" : "--exclude")} matches nothing: a pattern is for the whole path below the environment, 'directory/*' for what is in a directory, '*/name' for a name in any";
            }
        }
    }

    private static bool MatchesAny(string pattern, IReadOnlyList<PackFile> files, IReadOnlyList<UnpackableEntry> unpackable)
    {
        foreach (var file in files)
        {
            if (ShellPattern.Matches(pattern, file.Path))
                return true;
        }

        foreach (var entry in unpackable)
        {
            if (ShellPattern.Matches(pattern, entry.Path) || (entry.IsDirectory && ShellPattern.Matches(pattern, $"{entry.Path}/")))
                return true;
        }

        return false;
    }
}
