using System.IO.Enumeration;

namespace Skein.Packer.Inventory;

/// <summary>Lists a directory tree: files, links (never followed) and directories that are empty.</summary>
internal static class DirectoryWalk
{
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        ReturnSpecialDirectories = false,
    };

    /// <param name="root">Absolute path of the directory.</param>
    /// <param name="isIgnored">Names that are passed over at the top level, with all below them.</param>
    /// <param name="warnings">Receives a sentence for each thing that no archive can hold.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>The entries in the order of their paths.</returns>
    public static List<PackFile> List(
        string root, Func<string, bool> isIgnored, ICollection<string> warnings, CancellationToken cancellation)
    {
        var found = new List<PackFile>();
        var pending = new Stack<string>();
        pending.Push("");
        while (pending.TryPop(out var directory))
        {
            cancellation.ThrowIfCancellationRequested();
            var empty = true;
            foreach (var name in Names(directory.Length == 0 ? root : $"{root}/{directory}"))
            {
                empty = false;
                if (directory.Length == 0 && isIgnored(name))
                    continue;
                var path = directory.Length == 0 ? name : $"{directory}/{name}";
                var source = $"{root}/{path}";
                if (name.Contains('\uFFFD') && !Path.Exists(source))
                    throw new PackException($"The name of '{source}' is not UTF-8; rename it or pack without its directory");
                var status = FileStatus.Read(source);
                if (status.Kind == PackFileKind.Directory)
                    pending.Push(path);
                else if (status.Kind is { } kind)
                    found.Add(Entry(path, source, kind, status));
                else
                    warnings.Add($"'{path}' is neither file, link nor directory and is left out");
            }

            if (empty && directory.Length != 0)
                found.Add(Entry(directory, "", PackFileKind.Directory, FileStatus.Read($"{root}/{directory}")));
        }

        found.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return found;
    }

    private static FileSystemEnumerable<string> Names(string directory) =>
        new(directory, static (ref FileSystemEntry entry) => entry.FileName.ToString(), Everything);

    private static PackFile Entry(string path, string source, PackFileKind kind, FileStatus status) => new()
    {
        Path = path,
        Kind = kind,
        Mode = status.Mode,
        Modified = status.Modified,
        Size = status.Size,
        Source = kind == PackFileKind.Regular ? source : "",
        LinkTarget = kind == PackFileKind.SymbolicLink ? new FileInfo(source).LinkTarget ?? "" : "",
        SharedIdentity = status.SharedIdentity,
    };
}
