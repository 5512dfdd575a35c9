using Skein.Packer.Inventory;

namespace Skein.Packer.Planning;

/// <summary>Finds files that this user may not read, before the reading fails on the first of them.</summary>
internal static class UnreadableFiles
{
    private const int ReadableByAll = 0b100_100_100;

    public static PackProblem? Find(IEnumerable<PackFile> files)
    {
        var unreadable = new List<string>();
        foreach (var file in files)
        {
            // Nearly all files are readable by everyone; the system is asked about the others only.
            if (file.Source.Length > 0 && (file.Mode & ReadableByAll) != ReadableByAll && !PathAccess.CanRead(file.Source))
                unreadable.Add(file.Path);
        }

        return unreadable.Count == 0
            ? null
            : new PackProblem(
                $"{unreadable.Count} {(unreadable.Count == 1 ? "file" : "files")} can not be read by this user; pack as their owner, or leave them out with --exclude",
                unreadable);
    }
}
