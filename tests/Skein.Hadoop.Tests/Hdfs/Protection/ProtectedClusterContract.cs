using System.Security.Cryptography;
using Skein.Hadoop.FileSystems;

namespace Skein.Hadoop.Tests.Hdfs.Protection;

/// <summary>What holds on a real cluster under each protection: files in several blocks, Hadoop's own client, a DataNode that dies.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="directory">Where its files are written.</param>
public abstract class ProtectedClusterContract(RealProtectedCluster cluster, string directory = "/tmp") : IAsyncDisposable
{
    private const int BlockSize = 1 << 20;

    // Three blocks and a part of a fourth, with a chunk that is not full.
    private readonly byte[] _content = RandomNumberGenerator.GetBytes((3 * BlockSize) + 100_001);
    private readonly string _folder = Directory.CreateTempSubdirectory("skein-protected-").FullName;
    private readonly string _path = $"{directory}/protected-{Guid.NewGuid():N}";

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected static async Task<byte[]> ReadAsync(IFileSystem files, string path)
    {
        await using var stream = await files.OpenReadAsync(path, Cancellation);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, Cancellation);
        return content.ToArray();
    }

    /// <summary>What is written here Hadoop reads, and the other way round.</summary>
    /// <param name="files">The cluster's file system.</param>
    /// <param name="haveOneChecksum">Whether the same content has the same checksum: where each file is encrypted by its own key it has not.</param>
    protected async Task InterchangeAsync(IFileSystem files, bool haveOneChecksum = true)
    {
        await using (var stream = await files.CreateAsync(_path, new FileCreation { BlockSize = BlockSize }, Cancellation))
            await stream.WriteAsync(_content, Cancellation);
        var got = Path.Combine(_folder, "got");
        await cluster.ShellAsync("-get", _path, got);
        Assert.Equal(_content, await File.ReadAllBytesAsync(got, Cancellation));

        await cluster.ShellAsync("-put", got, _path + "-theirs");
        Assert.Equal(_content, await ReadAsync(files, _path + "-theirs"));
        var checksums = (await cluster.ShellAsync("-checksum", _path, _path + "-theirs")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, checksums.Length);
        Assert.Equal(haveOneChecksum, Checksum(checksums[0]) == Checksum(checksums[1]));
    }

    // A line of output without the file's name.
    private static string Checksum(string line) => line[line.IndexOf('\t', StringComparison.Ordinal)..];

    /// <summary>A DataNode that dies while a block is written costs no byte.</summary>
    protected async Task SurviveAsync(IFileSystem files)
    {
        try
        {
            await using (var stream = await files.CreateAsync(_path, new FileCreation { BlockSize = BlockSize }, Cancellation))
            {
                await stream.WriteAsync(_content.AsMemory(0, BlockSize / 2), Cancellation);
                await stream.HflushAsync(Cancellation);
                await cluster.DaemonAsync("kill", "dn1");
                await stream.WriteAsync(_content.AsMemory(BlockSize / 2), Cancellation);
            }

            Assert.Equal(_content, await ReadAsync(files, _path));
            var got = Path.Combine(_folder, "got");
            await cluster.ShellAsync("-get", _path, got);
            Assert.Equal(_content, await File.ReadAllBytesAsync(got, Cancellation));
        }
        finally
        {
            await cluster.DaemonAsync("start", "dn1");
        }
    }

    /// <summary>The flushed part of an open file can be read.</summary>
    protected async Task ReadOpenFileAsync(IFileSystem files)
    {
        await using var stream = await files.CreateAsync(_path, new FileCreation(), Cancellation);
        await stream.WriteAsync(new byte[] { 1, 2, 3 }, Cancellation);
        await stream.HflushAsync(Cancellation);
        Assert.Equal([1, 2, 3], await ReadAsync(files, _path));
    }
}
