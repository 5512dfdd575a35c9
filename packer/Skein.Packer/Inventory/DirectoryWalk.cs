namespace Skein.Packer.Inventory;

/// <summary>Lists a directory tree: files, links (never followed) and directories.</summary>
internal static class DirectoryWalk
{
    /// <param name="root">Absolute path of the directory.</param>
    /// <param name="isIgnored">Names that are passed over at the top level, with all below them.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <param name="everyDirectory">
    /// Whether directories that hold something are listed too, for their modes and times. An environment's mean nothing, and conda-pack
    /// leaves them out.
    /// </param>
    /// <param name="owners">Knows which files packages own; null when there are no packages.</param>
    /// <exception cref="PackException">The directory itself can not be read.</exception>
    public static DirectoryListing List(
        string root,
        Func<string, bool> isIgnored,
        CancellationToken cancellation,
        bool everyDirectory = false,
        IFileOwners? owners = null)
    {
        var top = new ListedDirectory(new FileOrigin.Tree(root), "", everyDirectory, owners);
        var access = new FileAccessCheck();
        // One level of the tree after the other, the directories of a level side by side.
        var level = new List<ListedDirectory> { top };
        var parallel = new ParallelOptions { CancellationToken = cancellation };
        while (level.Count > 0)
        {
            var present = level;
            Parallel.For(0, present.Count, parallel, i => present[i].Read(access, isIgnored));
            level = [];
            foreach (var directory in present)
                directory.AddDirectoriesTo(level);
        }

        var listing = new DirectoryListing([], []);
        top.AppendTo(listing);
        if (listing.Unpackable is [{ Path: "" }])
            throw new PackException($"The directory '{root}' can not be read; give its owner's account the task, or correct its mode");
        return listing;
    }
}
