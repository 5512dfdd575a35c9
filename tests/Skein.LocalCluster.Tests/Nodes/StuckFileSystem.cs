using Skein.Hadoop.FileSystems;
using Skein.LocalCluster.Nodes;

namespace Skein.LocalCluster.Tests.Nodes;

/// <summary>Files whose contents never come, or only when the test lets them.</summary>
internal sealed class StuckFileSystem : IFileSystem
{
    private readonly LocalFileSystem _files = new();
    private int _opened;

    /// <summary>Lets all contents come.</summary>
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How often contents were asked for.</summary>
    public int Opened => _opened;

    /// <summary>Options of a node that has these files only.</summary>
    public LocalNodeOptions Options => new() { FileSystems = new Dictionary<string, IFileSystem> { ["file"] = this } };

    public Uri Root => _files.Root;

    public string HomeDirectory => _files.HomeDirectory;

    public Task<FileStatus?> GetStatusAsync(string path, CancellationToken cancellation) => _files.GetStatusAsync(path, cancellation);

    public IAsyncEnumerable<FileStatus> ListAsync(string path, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task CreateDirectoryAsync(string path, int permission, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public async Task<Stream> OpenReadAsync(string path, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _opened);
        await Release.Task.WaitAsync(cancellation);
        return await _files.OpenReadAsync(path, cancellation);
    }

    public Task<FileWriteStream> CreateAsync(string path, FileCreation options, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task RenameAsync(string source, string destination, bool overwrite, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task SetPermissionAsync(string path, int permission, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task SetTimesAsync(string path, DateTimeOffset? modified, DateTimeOffset? accessed, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
