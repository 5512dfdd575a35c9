using Skein.Packer.Environments;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Planning;

/// <summary>Warns of symbolic links that may lead nowhere where the archive is unpacked.</summary>
internal sealed class LinkCheck
{
    // As many as Linux follows.
    private const int MostHops = 40;

    private readonly PackSource _source;
    private readonly IRelocation _relocation;
    private readonly IReadOnlyList<PackFile> _files;

    // All paths of the archive and the directories above them; made for the first link that needs them, as most environments have none.
    private readonly Lazy<HashSet<string>> _paths;
    private readonly Lazy<Dictionary<string, PackFile>> _links;

    /// <param name="source">What is packed.</param>
    /// <param name="files">Entries of the archive.</param>
    /// <param name="relocation">What becomes of the text of links.</param>
    public LinkCheck(PackSource source, IReadOnlyList<PackFile> files, IRelocation relocation)
    {
        _source = source;
        _relocation = relocation;
        _files = files;
        _paths = new(PathsOfArchive);
        _links = new(LinksOfArchive);
    }

    /// <returns>One sentence for each link, in archive order.</returns>
    /// <param name="isFiltered">Whether anything that is on the disk is left out.</param>
    public IEnumerable<string> Find(bool isFiltered)
    {
        foreach (var link in _files)
        {
            if (link.Kind != PackFileKind.SymbolicLink || _source.ExplainedLinks.Contains(link.Path))
                continue;
            if (LinkRelocation.LeadsOutside(_relocation.RelocateLink(link), link.Directory))
                yield return $"The link '{link.Path}' leads out of the environment, to '{link.LinkTarget}', which may not exist elsewhere";
            else if (CopiedFile.Resolve($"{_source.Root}/{link.Path}") == null)
            {
                if (!LeadsToAdded(link))
                    yield return $"The link '{link.Path}' leads to '{link.LinkTarget}', which does not exist";
            }
            else if (isFiltered && IsLeftOut(Target(link)))
                yield return $"The link '{link.Path}' leads to '{link.LinkTarget}', which is left out";
        }
    }

    private string Target(PackFile link) => RelativePath.Normalize($"{link.Directory}/{_relocation.RelocateLink(link)}") ?? "";

    // What is added to an environment is not on the disk.
    private bool LeadsToAdded(PackFile link)
    {
        for (var hops = 0; hops < MostHops; hops++)
        {
            var target = Target(link);
            if (!_links.Value.TryGetValue(target, out var next))
                return _paths.Value.Contains(target);
            link = next;
        }

        return false;
    }

    // Behind a link to a directory a path means another one, which is packed under its own name.
    private bool IsLeftOut(string target)
    {
        if (_paths.Value.Contains(target))
            return false;
        for (var directory = RelativePath.DirectoryOf(target); directory.Length > 0; directory = RelativePath.DirectoryOf(directory))
        {
            if (_links.Value.ContainsKey(directory))
                return false;
        }

        return true;
    }

    private HashSet<string> PathsOfArchive()
    {
        var paths = new HashSet<string>(StringComparer.Ordinal) { "" };
        foreach (var file in _files)
        {
            // Where a directory is known, those above it are too.
            for (var path = file.Path; paths.Add(path); path = RelativePath.DirectoryOf(path))
            {
            }
        }

        return paths;
    }

    private Dictionary<string, PackFile> LinksOfArchive()
    {
        var links = new Dictionary<string, PackFile>(StringComparer.Ordinal);
        foreach (var file in _files)
        {
            if (file.Kind == PackFileKind.SymbolicLink)
                links[file.Path] = file;
        }

        return links;
    }
}
