namespace Skein.Packer.Inventory;

/// <summary>Keeps entries in the order of their paths, in which most already are.</summary>
internal static class FileOrder
{
    /// <summary>All files in order; an added one takes the place of one with its path.</summary>
    public static List<PackFile> Merge(IReadOnlyList<PackFile> files, IReadOnlyList<PackFile> added)
    {
        files = InOrder(files);
        added = InOrder(added);
        var merged = new List<PackFile>(files.Count + added.Count);
        var next = 0;
        foreach (var file in files)
        {
            while (next < added.Count && string.CompareOrdinal(added[next].Path, file.Path) < 0)
                merged.Add(added[next++]);
            if (next == added.Count || added[next].Path != file.Path)
                merged.Add(file);
        }

        for (; next < added.Count; next++)
            merged.Add(added[next]);
        return merged;
    }

    /// <summary>Whether there is an entry of a path.</summary>
    /// <param name="files">Entries in order.</param>
    /// <param name="path">The path.</param>
    public static bool Contains(IReadOnlyList<PackFile> files, string path)
    {
        var (low, high) = (0, files.Count - 1);
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var order = string.CompareOrdinal(files[middle].Path, path);
            if (order == 0)
                return true;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return false;
    }

    // What one walk has listed is in order.
    private static IReadOnlyList<PackFile> InOrder(IReadOnlyList<PackFile> files)
    {
        for (var i = 1; i < files.Count; i++)
        {
            if (string.CompareOrdinal(files[i - 1].Path, files[i].Path) > 0)
                return [.. files.OrderBy(static file => file.Path, StringComparer.Ordinal)];
        }

        return files;
    }
}
