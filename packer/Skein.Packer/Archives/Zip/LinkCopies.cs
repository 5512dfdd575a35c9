using Skein.Packer.Environments;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Archives.Zip;

/// <summary>Turns symbolic links into copies of what they lead to, for archives without links.</summary>
internal sealed class LinkCopies
{
    // As many links in a row as the kernel follows.
    private const int MaxDepth = 40;

    // Links to directories with links to directories multiply; a tree that does so beyond this does not mean it.
    private const int MaxCopies = 250_000;

    private readonly string _root;
    private readonly List<PackFile> _files;
    private readonly IRelocation _relocation;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, PackFile> _byPath = new(StringComparer.Ordinal);
    private readonly List<PackFile> _result = [];
    private readonly List<string> _dangling = [];
    private readonly List<string> _looping = [];
    private readonly List<string> _unpackable = [];
    private readonly int _maxEntries;

    private LinkCopies(string root, IReadOnlyList<PackFile> files, IRelocation relocation, int maxCopies, CancellationToken cancellation)
    {
        _maxEntries = files.Count + maxCopies;
        _root = root;
        _files = [.. files];
        _files.Sort(Compare);
        _relocation = relocation;
        _cancellation = cancellation;
        foreach (var file in files)
            _byPath[file.Path] = file;
    }

    /// <param name="root">Absolute path of the packed directory.</param>
    /// <param name="files">Entries in archive order.</param>
    /// <param name="relocation">Says where links lead.</param>
    /// <param name="problems">Receives what can not be copied.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="maxCopies">Entries more than there are at which it stops and says so.</param>
    /// <returns>Entries in archive order, none of them a link. A copy is relocated for the place it lies in.</returns>
    public static List<PackFile> Resolve(
        string root,
        IReadOnlyList<PackFile> files,
        IRelocation relocation,
        ICollection<PackProblem> problems,
        CancellationToken cancellation,
        int maxCopies = MaxCopies)
    {
        var copies = new LinkCopies(root, files, relocation, maxCopies, cancellation);
        foreach (var file in files)
            copies.Add(file, file.Path, file.Kind == PackFileKind.SymbolicLink ? [Path.GetDirectoryName($"{root}/{file.Path}")!] : []);
        const string Advice = "remove them, keep links with --zip-symlinks, or write a tar archive";
        if (copies._dangling.Count > 0)
            problems.Add(new PackProblem($"{Counted.Of(copies._dangling.Count, "link leads", "links lead")} to nothing that a zip archive could hold a copy of; {Advice}", copies._dangling));
        if (copies._looping.Count > 0)
            problems.Add(new PackProblem($"{Counted.Of(copies._looping.Count, "link leads back to its own place", "links lead back to their own places")}, so that copying would not end; {Advice}", copies._looping));
        if (copies._unpackable.Count > 0)
            problems.Add(new PackProblem($"{Counted.Of(copies._unpackable.Count, "file or directory", "files or directories")} that links lead to can not be read or packed; {Advice}", copies._unpackable));
        if (copies.AreTooMany)
            problems.Add(new PackProblem($"Links to directories lead to each other in so many ways that there would be more than {maxCopies} copies; {Advice}"));
        copies._result.Sort(Compare);
        return copies._result;
    }

    private bool AreTooMany => _result.Count + _dangling.Count + _looping.Count + _unpackable.Count > _maxEntries;

    // "way" has the directory of the first link and those that are being copied, outermost first.
    private void Add(PackFile file, string path, IReadOnlyList<string> way)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (AreTooMany)
            return;
        if (file.Kind != PackFileKind.SymbolicLink)
        {
            _result.Add(path == file.Path ? file : CopiedFile.Moved(path, file) with { HasOtherNames = false });
            return;
        }

        if (Neighbour(file) is { } neighbour)
        {
            _result.Add(CopiedFile.Moved(path, neighbour) with { HasOtherNames = false });
            return;
        }

        var target = TargetOf(file, out var loops);
        if (loops)
            _looping.Add($"{path} -> {file.LinkTarget}");
        else if (target == null)
            _dangling.Add($"{path} -> {file.LinkTarget}");
        else if (!Directory.Exists(target))
            AddFile(target, path);
        else if (way.Count == MaxDepth || Contains(target, PlaceOf(file), way))
            _looping.Add($"{path} -> {file.LinkTarget}");
        else
            AddDirectory(target, path, [.. way, target]);
    }

    // A file beside the link need not be on the disk there, and the link itself neither: both may be added to the environment.
    private PackFile? Neighbour(PackFile link) =>
        link.Origin == null && !link.LinkTarget.Contains('/', StringComparison.Ordinal)
        && _byPath.GetValueOrDefault(link.Directory.Length == 0 ? link.LinkTarget : $"{link.Directory}/{link.LinkTarget}") is { Kind: PackFileKind.Regular } file
            ? file
            : null;

    // A link out of a listed tree has its path below the root; one that was found outside of it has its own.
    private string PlaceOf(PackFile link) => link.Origin == null ? $"{_root}/{link.Path}" : link.Source;

    /// <returns>Absolute path of what the link leads to in the end; null when there is nothing.</returns>
    private string? TargetOf(PackFile link, out bool loops)
    {
        var place = PlaceOf(link);
        // A link that names the path of the installation leads below the directory as it is now.
        var text = link.Origin != null ? link.LinkTarget : _relocation.RelocateLink(link);
        var start = Path.Combine(Path.GetDirectoryName(place)!, text);
        loops = false;
        try
        {
            var end = File.ResolveLinkTarget(start, returnFinalTarget: true)?.FullName ?? start;
            return Path.Exists(end) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(end)) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException)
        {
            loops = true;
            return null;
        }
    }

    private void AddFile(string target, string path)
    {
        if (BelowRoot(target) is { } below && _byPath.TryGetValue(below, out var listed))
        {
            _result.Add(CopiedFile.Moved(path, listed) with { HasOtherNames = false });
            return;
        }

        if (CopiedFile.Of(path, target) is { } copy)
            _result.Add(copy);
        else
            _dangling.Add($"{path} -> {target}, which is neither file nor directory");
    }

    private void AddDirectory(string target, string path, IReadOnlyList<string> way)
    {
        var status = FileStatus.Read(target);
        _result.Add(new PackFile { Path = path, Kind = PackFileKind.Directory, Mode = status.Mode, Modified = status.Modified });
        if (BelowRoot(target) is { Length: > 0 } below)
        {
            // What the environment's rules or a filter leave out stays out.
            var directory = $"{below}/";
            for (var i = FirstBelow(directory); i < _files.Count && _files[i].Path.StartsWith(directory, StringComparison.Ordinal); i++)
                Add(_files[i], $"{path}/{_files[i].Path[directory.Length..]}", way);
        }
        else
        {
            AddOutside(target, path, way);
        }
    }

    private void AddOutside(string target, string path, IReadOnlyList<string> way)
    {
        DirectoryListing listing;
        try
        {
            listing = DirectoryWalk.List(target, static _ => false, _cancellation, everyDirectory: true);
        }
        catch (PackException)
        {
            _unpackable.Add($"{path} -> {target}");
            return;
        }

        foreach (var file in listing.Files)
            Add(file with { Origin = new FileOrigin.Elsewhere($"{target}/{file.Path}") }, $"{path}/{file.Path}", way);
        foreach (var entry in listing.Unpackable)
            _unpackable.Add($"{path}/{entry.Path} -> {target}/{entry.Path}");
    }

    // The first entry below a directory, given with a slash at its end.
    private int FirstBelow(string directory)
    {
        var (low, high) = (0, _files.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(SortedBy(_files[middle]), directory) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    // All below a directory comes behind it, and nothing else between.
    private static int Compare(PackFile a, PackFile b) => string.CompareOrdinal(SortedBy(a), SortedBy(b));

    private static string SortedBy(PackFile file) => file.Kind == PackFileKind.Directory ? $"{file.Path}/" : file.Path;

    private string? BelowRoot(string path) => path.StartsWith($"{_root}/", StringComparison.Ordinal) ? path[(_root.Length + 1)..] : null;

    private static bool Contains(string directory, string place, IReadOnlyList<string> way)
    {
        if (place.StartsWith($"{directory.TrimEnd('/')}/", StringComparison.Ordinal))
            return true;
        foreach (var step in way)
        {
            if (step == directory || step.StartsWith($"{directory.TrimEnd('/')}/", StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
