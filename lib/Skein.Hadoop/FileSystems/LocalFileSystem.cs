using System.Runtime.CompilerServices;

namespace Skein.Hadoop.FileSystems;

/// <summary>The machine's own files behind the interface of Hadoop's file systems, as <c>file:///</c>.</summary>
/// <remarks>
/// Files appear under their names when they are complete. Links are followed. Owner and group of a <see cref="FileStatus"/> are empty.
/// </remarks>
public sealed class LocalFileSystem : IFileSystem
{
    private const int MostDeletions = 100;
    private const int LowerTwelveBits = 0b111_111_111_111;

    /// <param name="homeDirectory">Absolute path; null: the user's own home directory.</param>
    public LocalFileSystem(string? homeDirectory = null) => HomeDirectory = HadoopPath.Normalize(
        homeDirectory ?? (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : "/"));

    public Uri Root { get; } = new("file:///");

    public string HomeDirectory { get; }

    public Task<FileStatus?> GetStatusAsync(string path, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        return TryAsync(path, () => Find(path), cancellation);
    }

    public async IAsyncEnumerable<FileStatus> ListAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        foreach (var entry in await TryAsync(path, () => List(path), cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    public Task CreateDirectoryAsync(string path, int permission, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        return TryAsync(
            path,
            () =>
            {
                if (File.Exists(path))
                    throw new FileSystemException(FileSystemFault.AlreadyExists, path, "a file is there already");
                Directory.CreateDirectory(path);
                return SetPermission(path, permission);
            },
            cancellation);
    }

    public Task<Stream> OpenReadAsync(string path, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        return TryAsync<Stream>(
            path,
            () => Directory.Exists(path)
                ? throw new FileSystemException(FileSystemFault.WrongType, path, "is a directory")
                : RegularFile.Open(path, bufferSize: 64 * 1024),
            cancellation);
    }

    public Task<FileWriteStream> CreateAsync(string path, FileCreation options, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        return TryAsync<FileWriteStream>(
            path,
            () =>
            {
                if (Directory.Exists(path))
                    throw new FileSystemException(FileSystemFault.AlreadyExists, path, "a directory is there already");
                if (!options.Overwrite && File.Exists(path))
                    throw new FileSystemException(FileSystemFault.AlreadyExists, path, "exists already");
                Directory.CreateDirectory(HadoopPath.Parent(path));
                return LocalWriteStream.Create(path, options);
            },
            cancellation);
    }

    public Task RenameAsync(string source, string destination, bool overwrite, CancellationToken cancellation)
    {
        source = HadoopPath.Normalize(source);
        destination = HadoopPath.Normalize(destination);
        var both = $"{source} -> {destination}";
        return TryAsync(
            both,
            () =>
            {
                Rename(both, source, destination, overwrite);
                return true;
            },
            cancellation);
    }

    public Task<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        return TryAsync(
            path,
            () =>
            {
                var found = new FileInfo(path);
                if (found.LinkTarget is null && Directory.Exists(path))
                    DeleteDirectory(path, recursive);
                else if (found.Exists || found.LinkTarget is not null)
                    found.Delete();
                else
                    return false;
                return true;
            },
            cancellation);
    }

    public Task SetPermissionAsync(string path, int permission, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        return TryAsync(path, () => SetPermission(path, permission), cancellation);
    }

    public Task SetTimesAsync(
        string path, DateTimeOffset? modified, DateTimeOffset? accessed, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        return TryAsync(
            path,
            () =>
            {
                if (modified is { } written)
                    File.SetLastWriteTimeUtc(path, written.UtcDateTime);
                if (accessed is { } read)
                    File.SetLastAccessTimeUtc(path, read.UtcDateTime);
                return true;
            },
            cancellation);
    }

    /// <summary>Does nothing: there is nothing to release.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Somebody else may delete the same tree, as a client and an application master do with what was staged: what is gone is gone.
    private static void DeleteDirectory(string path, bool recursive)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Directory.Delete(path, recursive);
                return;
            }
            catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException && tries < MostDeletions)
            {
                if (!Directory.Exists(path))
                    return;
            }
        }
    }

    private static FileStatus? Find(string path)
    {
        FileSystemInfo found = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (found.LinkTarget is not null)
            found = found.ResolveLinkTarget(returnFinalTarget: true) ?? found;
        if (!found.Exists)
            return null;
        var modified = new DateTimeOffset(found.LastWriteTimeUtc, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var permission = (int)found.UnixFileMode;
        return found is FileInfo file
            ? new FileStatus(path, false, file.Length, modified, permission, "", "")
            : new FileStatus(path, true, 0, modified, permission, "", "");
    }

    private static List<FileStatus> List(string path)
    {
        var found = Find(path) ?? throw new FileNotFoundException($"{path}: not found", path);
        if (!found.IsDirectory)
            return [found];
        var names = new List<string>(Directory.EnumerateFileSystemEntries(path).Select(entry => HadoopPath.Name(entry)));
        names.Sort(StringComparer.Ordinal);
        // An entry that vanished meanwhile, or a link to nowhere, has no status.
        return [.. names.Select(name => Find(HadoopPath.Join(path, name))).OfType<FileStatus>()];
    }

    private static bool SetPermission(string path, int permission)
    {
        File.SetUnixFileMode(path, (UnixFileMode)(permission & LowerTwelveBits));
        return true;
    }

    private static void Rename(string both, string source, string destination, bool overwrite)
    {
        var target = Find(destination);
        if (target is not null && !overwrite)
            throw new FileSystemException(FileSystemFault.AlreadyExists, both, "the destination exists already");
        if (!Directory.Exists(source))
        {
            if (target is { IsDirectory: true })
                throw new FileSystemException(FileSystemFault.WrongType, both, "the destination is a directory");
            File.Move(source, destination, overwrite);
            return;
        }

        if (target is { IsDirectory: false })
            throw new FileSystemException(FileSystemFault.WrongType, both, "the destination is a file");
        if (target is not null)
            Directory.Delete(destination, recursive: false);
        Directory.Move(source, destination);
    }

    private static Task<T> TryAsync<T>(string path, Func<T> action, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);
        try
        {
            return Task.FromResult(action());
        }
        catch (FileSystemException e)
        {
            return Task.FromException<T>(e);
        }
        catch (Exception e) when (LocalErrors.IsOfSystem(e))
        {
            return Task.FromException<T>(LocalErrors.Translate(path, e));
        }
    }
}
