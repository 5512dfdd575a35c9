using Skein.Hadoop.FileSystems;

namespace Skein.ApplicationMaster.Tests.Support;

/// <summary>A file system that only deletes.</summary>
internal sealed class FakeFileSystem : IFileSystem
{
    public List<string> Deleted { get; } = [];

    /// <summary>Thrown by every deletion; null: none.</summary>
    public IOException? Fault { get; set; }

    /// <summary>Deletions that fail; later ones succeed. Default: all.</summary>
    public int Faults { get; set; } = int.MaxValue;

    public Uri Root => new("hdfs://nn:8020/");

    public string HomeDirectory => "/user/alice";

    public Task<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellation)
    {
        Assert.True(recursive);
        Deleted.Add(path);
        return Fault is null || Deleted.Count > Faults ? Task.FromResult(true) : Task.FromException<bool>(Fault);
    }

    public Task<FileStatus?> GetStatusAsync(string path, CancellationToken cancellation) => throw new NotSupportedException();

    public IAsyncEnumerable<FileStatus> ListAsync(string path, CancellationToken cancellation) => throw new NotSupportedException();

    public Task CreateDirectoryAsync(string path, int permission, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Stream> OpenReadAsync(string path, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<FileWriteStream> CreateAsync(string path, FileCreation options, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task RenameAsync(string source, string destination, bool overwrite, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task SetPermissionAsync(string path, int permission, CancellationToken cancellation) => throw new NotSupportedException();

    public Task SetTimesAsync(string path, DateTimeOffset? modified, DateTimeOffset? accessed, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
