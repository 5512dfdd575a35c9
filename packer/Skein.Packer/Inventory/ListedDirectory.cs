using System.Text;
using System.Text.Unicode;

namespace Skein.Packer.Inventory;

/// <summary>One directory of a tree that is being listed.</summary>
/// <param name="tree">The tree.</param>
/// <param name="path">Path of this directory below it; empty for the tree itself, else with a slash at the end.</param>
/// <param name="everyDirectory">Whether a directory is an entry although it holds something.</param>
/// <param name="owners">Knows which files packages own; null when there are no packages.</param>
internal sealed class ListedDirectory(FileOrigin.Tree tree, string path, bool everyDirectory, IFileOwners? owners)
{
    // Sorted by their paths, where that of a directory ends with a slash: so the paths below it, which begin with it, come in its place.
    private readonly List<(string Path, object Entry)> _entries = [];

    private string Source => path.Length == 0 ? tree.Root : $"{tree.Root}/{path.AsSpan(0, path.Length - 1)}";

    /// <summary>Reads the directory itself, not those in it. What can not be read is kept as such.</summary>
    /// <param name="access">Says what may be read.</param>
    /// <param name="isIgnored">Names that are passed over, if this is the top.</param>
    public void Read(FileAccessCheck access, Func<string, bool> isIgnored)
    {
        try
        {
            using var stream = DirectoryStream.Open(Source);
            var isEmpty = true;
            while (stream.MoveNext())
            {
                isEmpty = false;
                ReadEntry(stream, access, isIgnored);
            }

            if ((isEmpty || everyDirectory) && path.Length > 0)
                Keep(path, File(path[..^1], PackFileKind.Directory, FileStatus.ReadItself(stream, Source), "", null));
        }
        catch (IOException)
        {
            _entries.Clear();
            Keep(path, new UnpackableEntry(path.TrimEnd('/'), UnpackableReason.Unreadable, IsDirectory: true));
        }

        _entries.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
    }

    /// <summary>Tells the directories that were found.</summary>
    public void AddDirectoriesTo(List<ListedDirectory> directories)
    {
        foreach (var (_, entry) in _entries)
        {
            if (entry is ListedDirectory directory)
                directories.Add(directory);
        }
    }

    /// <summary>Hands over all that was found here and below.</summary>
    public void AppendTo(DirectoryListing listing)
    {
        foreach (var (_, entry) in _entries)
        {
            switch (entry)
            {
                case PackFile file:
                    listing.Files.Add(file);
                    break;
                case UnpackableEntry unpackable:
                    listing.Unpackable.Add(unpackable);
                    break;
                case ListedDirectory directory:
                    directory.AppendTo(listing);
                    break;
            }
        }

        _entries.Clear();
        _entries.TrimExcess();
    }

    private void ReadEntry(DirectoryStream stream, FileAccessCheck access, Func<string, bool> isIgnored)
    {
        Span<char> text = stackalloc char[path.Length + stream.Name.Length];
        path.CopyTo(text);
        text = text[..(path.Length + Encoding.UTF8.GetChars(stream.Name, text[path.Length..]))];
        if (path.Length == 0 && isIgnored(text.ToString()))
            return;
        var isText = Utf8.IsValid(stream.Name);
        if (isText && stream.IsDirectory)
        {
            KeepDirectory($"{text}/");
            return;
        }

        FileStatus status;
        var link = "";
        try
        {
            status = FileStatus.Read(stream);
            if (status.Kind == PackFileKind.SymbolicLink)
                link = stream.ReadLink();
        }
        catch (IOException)
        {
            KeepUnpackable(text.ToString(), UnpackableReason.Unreadable);
            return;
        }

        if (!isText || link == null)
            KeepUnpackable(text.ToString(), UnpackableReason.NotUtf8, status.Kind == PackFileKind.Directory);
        else if (status.Kind == PackFileKind.Directory)
            KeepDirectory($"{text}/");
        else if (status.Kind is not { } kind)
            KeepUnpackable(text.ToString(), UnpackableReason.Special);
        else
            KeepFile(text, kind, status, link, access);
    }

    private void KeepFile(ReadOnlySpan<char> text, PackFileKind kind, FileStatus status, string link, FileAccessCheck access)
    {
        var owned = owners?.Find(text);
        var filePath = owned?.Path ?? text.ToString();
        if (kind == PackFileKind.Regular && !access.MayRead(status, tree.Root, filePath))
            KeepUnpackable(filePath, UnpackableReason.Unreadable);
        else
            Keep(filePath, File(filePath, kind, status, link, owned));
    }

    private PackFile File(string filePath, PackFileKind kind, FileStatus status, string link, OwnedFile? owned) => new()
    {
        Path = filePath,
        Kind = kind,
        Mode = status.Mode,
        Modified = status.Modified,
        Size = status.Size,
        Origin = kind == PackFileKind.Regular ? tree : null,
        LinkTarget = link,
        Stamp = status.Stamp,
        HasOtherNames = status.HasOtherNames,
        Package = owned?.Package,
        Record = kind == PackFileKind.Regular ? owned?.Record : null,
        InstalledHash = owned?.InstalledHash ?? default,
    };

    private void KeepDirectory(string directory) => Keep(directory, new ListedDirectory(tree, directory, everyDirectory, owners));

    private void KeepUnpackable(string entryPath, UnpackableReason reason, bool isDirectory = false) =>
        Keep(entryPath, new UnpackableEntry(entryPath, reason, isDirectory));

    private void Keep(string sortedBy, object entry) => _entries.Add((sortedBy, entry));
}
