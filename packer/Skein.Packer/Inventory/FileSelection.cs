namespace Skein.Packer.Inventory;

/// <summary>Applies <see cref="FileFilter"/> steps.</summary>
internal static class FileSelection
{
    /// <returns>The chosen files in their old order.</returns>
    public static List<PackFile> Apply(IReadOnlyList<PackFile> files, IReadOnlyList<FileFilter> filters) =>
        [.. files.Where(file => IsChosen(file.Path, filters))];

    /// <summary>Whether a path is packed.</summary>
    public static bool IsChosen(string path, IReadOnlyList<FileFilter> filters)
    {
        // Steps act on every file alone, so the last one that matches decides.
        for (var i = filters.Count - 1; i >= 0; i--)
        {
            if (ShellPattern.Matches(filters[i].Pattern, path))
                return filters[i].Include;
        }

        return true;
    }
}
