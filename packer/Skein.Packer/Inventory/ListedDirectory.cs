using System.Text;
using System.Text.Unicode;

namespace Skein.Packer.Inventory;

/// <summary>One directory of a tree that is being listed.</summary>
/// <param name="root">Absolute path of the tree.</param>
/// <param name="path">Path of this directory below it; empty for the tree itself, else with a slash at the end.</param>
/// <param name="everyDirectory">Whether a directory is an entry although it holds something.</param>
/// <param name="describe">Adds to a file what is known of its path.</param>
internal sealed class ListedDirectory(string root, string path, bool everyDirectory, Func<PackFile, PackFile> describe)
{
    // Sorted by their paths, where that of a directory ends with a slash: so the paths below it, which begin with it, come in its place.
    private readonly List<(string Path, object Entry)> _entries = [];

    private string Source => path.Length == 0 ? root : $"{root}/{path.AsSpan(0, path.Length - 1)}";

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
                Keep(path, File(path[..^1], PackFileKind.Directory, FileStatus.ReadItself(stream, Source), ""));
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
        var name = Encoding.UTF8.GetString(stream.Name);
        if (path.Length == 0 && isIgnored(name))
            return;
        var isText = Utf8.IsValid(stream.Name);
        var entryPath = path + name;
        if (isText && stream.IsDirectory)
        {
            var directory = $"{entryPath}/";
            Keep(directory, new ListedDirectory(root, directory, everyDirectory, describe));
            return;
        }

        FileStatus status;
        var link = "";
        try
        {
            status = FileStatus.Read(stream, $"{root}/{entryPath}");
            if (status.Kind == PackFileKind.SymbolicLink)
                link = stream.ReadLink();
        }
        catch (IOException)
        {
            Keep(entryPath, new UnpackableEntry(entryPath, UnpackableReason.Unreadable, IsDirectory: false));
            return;
        }

        if (!isText || link == null)
            Keep(entryPath, new UnpackableEntry(entryPath, UnpackableReason.NotUtf8, status.Kind == PackFileKind.Directory));
        else if (status.Kind == PackFileKind.Directory)
            Keep($"{entryPath}/", new ListedDirectory(root, $"{entryPath}/", everyDirectory, describe));
        else if (status.Kind is not { } kind)
            Keep(entryPath, new UnpackableEntry(entryPath, UnpackableReason.Special, IsDirectory: false));
        else if (kind == PackFileKind.Regular && !access.MayRead(status, root, entryPath))
            Keep(entryPath, new UnpackableEntry(entryPath, UnpackableReason.Unreadable, IsDirectory: false));
        else
            Keep(describe(File(entryPath, kind, status, link)));
    }

    private PackFile File(string filePath, PackFileKind kind, FileStatus status, string link) => new()
    {
        Path = filePath,
        Kind = kind,
        Mode = status.Mode,
        Modified = status.Modified,
        Size = status.Size,
        SourceRoot = kind == PackFileKind.Regular ? root : null,
        LinkTarget = link,
        Stamp = status.Stamp,
        HasOtherNames = status.HasOtherNames,
    };

    private void Keep(PackFile file) => Keep(file.Path, file);

    private void Keep(string sortedBy, object entry) => _entries.Add((sortedBy, entry));
}
