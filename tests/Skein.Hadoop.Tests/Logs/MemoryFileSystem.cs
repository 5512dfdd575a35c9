using System.Runtime.CompilerServices;
using Skein.Hadoop.FileSystems;

namespace Skein.Hadoop.Tests.Logs;

/// <summary>Files in memory, read only.</summary>
public sealed class MemoryFileSystem : IFileSystem
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public Uri Root { get; } = new("memory:///");

    public string HomeDirectory => "/user/testuser";

    public void Add(string path, byte[] content) => _files.Add(path, content);

    public Task<FileStatus?> GetStatusAsync(string path, CancellationToken cancellation) => Task.FromResult(
        _files.ContainsKey(path) ? Status(path)
        : _files.Keys.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal)) ? new FileStatus(path, true, 0, 0, 0, "", "")
        : null);

    public async IAsyncEnumerable<FileStatus> ListAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var file in _files.Keys.Where(file => Path.GetDirectoryName(file) == path))
            yield return Status(file);
        await Task.CompletedTask;
    }

    public Task<Stream> OpenReadAsync(string path, CancellationToken cancellation) =>
        Task.FromResult<Stream>(new MemoryStream(_files[path], writable: false));

    public Task CreateDirectoryAsync(string path, int permission, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<FileWriteStream> CreateAsync(string path, FileCreation options, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task RenameAsync(string source, string destination, bool overwrite, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellation) => throw new NotSupportedException();

    public Task SetPermissionAsync(string path, int permission, CancellationToken cancellation) => throw new NotSupportedException();

    public Task SetTimesAsync(string path, DateTimeOffset? modified, DateTimeOffset? accessed, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private FileStatus Status(string path) => new(path, false, _files[path].Length, 0, 0, "", "");
}
