namespace Skein.Hadoop.FileSystems;

/// <summary>A file system addressed by absolute paths without scheme or authority, such as <c>/user/alice/data</c>.</summary>
/// <remarks>
/// Missing things are expected outcomes: <see cref="GetStatusAsync"/> answers null and <see cref="DeleteAsync"/> false. Everything
/// else that goes wrong is an <see cref="IOException"/> (<see cref="FileNotFoundException"/> for a missing file) whose message names
/// the path.
/// </remarks>
public interface IFileSystem : IAsyncDisposable
{
    /// <summary>Scheme and authority, such as <c>hdfs://localhost:9000/</c> or <c>file:///</c>.</summary>
    Uri Root { get; }

    /// <summary>The current user's home directory on this file system; it need not exist.</summary>
    string HomeDirectory { get; }

    /// <summary>Status of a file or directory; null if there is none.</summary>
    Task<FileStatus?> GetStatusAsync(string path, CancellationToken cancellation);

    /// <summary>Entries of a directory in the order of their names; of a file, that file.</summary>
    IAsyncEnumerable<FileStatus> ListAsync(string path, CancellationToken cancellation);

    /// <summary>Makes a directory and its missing parents, with exactly these permission bits on the last one.</summary>
    Task CreateDirectoryAsync(string path, int permission, CancellationToken cancellation);

    /// <summary>Opens a file for reading; contents are verified against their checksums. The stream can seek.</summary>
    Task<Stream> OpenReadAsync(string path, CancellationToken cancellation);

    /// <summary>Creates a file. Its contents are safe once the stream's <c>DisposeAsync</c> has returned without an exception.</summary>
    Task<FileWriteStream> CreateAsync(string path, FileCreation options, CancellationToken cancellation);

    /// <summary>Renames a file or directory to the full new path.</summary>
    Task RenameAsync(string source, string destination, bool overwrite, CancellationToken cancellation);

    /// <summary>Deletes a file or directory; false if there was none.</summary>
    Task<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellation);

    /// <summary>Sets the lower twelve permission bits.</summary>
    Task SetPermissionAsync(string path, int permission, CancellationToken cancellation);

    /// <summary>Sets the times; null keeps one.</summary>
    Task SetTimesAsync(string path, DateTimeOffset? modified, DateTimeOffset? accessed, CancellationToken cancellation);
}
