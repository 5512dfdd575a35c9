using Skein.Packer.Inventory;

namespace Skein.Packer.Planning;

/// <summary>Says what becomes of things that no archive can hold: they are a problem, unless a filter leaves them out or nobody misses them.</summary>
internal static class UnpackableEntries
{
    public static void Tell(
        IReadOnlyList<UnpackableEntry> entries, IReadOnlyList<FileFilter> filters, List<PackProblem> problems, List<string> warnings)
    {
        var unreadable = new List<string>();
        var notText = new List<string>();
        foreach (var entry in entries)
        {
            if (!IsWanted(entry, filters))
                continue;
            switch (entry.Reason)
            {
                case UnpackableReason.Unreadable:
                    unreadable.Add(entry.IsDirectory ? $"{entry.Path}/" : entry.Path);
                    break;
                case UnpackableReason.NotUtf8:
                    notText.Add(entry.Path);
                    break;
                default:
                    warnings.Add($"'{entry.Path}' is neither file, link nor directory and is left out");
                    break;
            }
        }

        if (unreadable.Count > 0)
            problems.Add(new PackProblem(
                $"{Counted.Of(unreadable.Count, "file or directory", "files or directories")} can not be read; correct the modes, or leave out what you do not need with --exclude", unreadable));
        if (notText.Count > 0)
            problems.Add(new PackProblem(
                $"{Counted.Of(notText.Count, "name or link text is", "names or link texts are")} not UTF-8; rename what has them, or leave it out with --exclude", notText));
    }

    // A directory that can not be listed is left out by whatever would leave out all that is in it.
    private static bool IsWanted(UnpackableEntry entry, IReadOnlyList<FileFilter> filters) =>
        FileSelection.IsChosen(entry.Path, filters) && (!entry.IsDirectory || FileSelection.IsChosen($"{entry.Path}/", filters));
}
