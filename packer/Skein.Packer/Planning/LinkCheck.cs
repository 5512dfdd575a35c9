using Skein.Packer.Environments;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Planning;

/// <summary>Warns of symbolic links that may lead nowhere where the archive is unpacked.</summary>
/// <param name="source">What is packed.</param>
/// <param name="files">Entries of the archive.</param>
/// <param name="relocation">What becomes of the text of links.</param>
internal sealed class LinkCheck(PackSource source, IReadOnlyList<PackFile> files, IRelocation relocation)
{
    /// <returns>One sentence for each link, in archive order.</returns>
    /// <param name="isFiltered">Whether anything that is on the disk is left out.</param>
    public IEnumerable<string> Find(bool isFiltered)
    {
        var paths = isFiltered ? PathsOfArchive() : [];
        foreach (var link in files)
        {
            if (link.Kind != PackFileKind.SymbolicLink || source.ExplainedLinks.Contains(link.Path))
                continue;
            var text = relocation.RelocateLink(link);
            if (LinkRelocation.LeadsOutside(text, link.Directory))
                yield return $"The link '{link.Path}' leads out of the environment, to '{link.LinkTarget}', which may not exist elsewhere";
            else if (LeadsNowhere($"{source.Root}/{link.Path}"))
                yield return $"The link '{link.Path}' leads to '{link.LinkTarget}', which does not exist";
            else if (isFiltered && IsLeftOut(RelativePath.Normalize($"{link.Directory}/{text}") ?? "", paths))
                yield return $"The link '{link.Path}' leads to '{link.LinkTarget}', which is left out";
        }
    }

    // A link that is added to an environment is not on the disk, and is right by its making.
    private static bool LeadsNowhere(string link) => new FileInfo(link).LinkTarget != null && CopiedFile.Resolve(link) == null;

    private static bool IsLeftOut(string target, Dictionary<string, PackFileKind> paths)
    {
        if (paths.ContainsKey(target))
            return false;
        // Behind a link to a directory a path means another one, which is packed under its own name.
        var directory = target;
        while (directory.Length > 0 && !paths.ContainsKey(directory))
            directory = RelativePath.DirectoryOf(directory);
        return paths.GetValueOrDefault(directory) != PackFileKind.SymbolicLink;
    }

    // With the directories above all entries.
    private Dictionary<string, PackFileKind> PathsOfArchive()
    {
        var paths = new Dictionary<string, PackFileKind>(StringComparer.Ordinal) { [""] = PackFileKind.Directory };
        foreach (var file in files)
        {
            paths[file.Path] = file.Kind;
            var directory = file.Directory;
            while (paths.TryAdd(directory, PackFileKind.Directory))
                directory = RelativePath.DirectoryOf(directory);
        }

        return paths;
    }
}
