using System.Security.Cryptography;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Hadoop.Tests.FileSystems;

/// <summary>The contract over the HDFS that HADOOP_CONF_DIR describes, and what only a real one can show.</summary>
public sealed class HdfsClusterTests : FileSystemContract
{
    private RpcClient? _rpc;

    [Fact]
    public async Task A_file_of_several_blocks_has_the_same_hash_when_it_is_read_back()
    {
        // 200 MB in blocks of 64 MiB; the generator's seed makes both ends agree without keeping the data.
        const long Length = 200_000_000;
        using var written = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var stream = await Files.CreateAsync(At("big"), new FileCreation { BlockSize = 64 << 20 }, Cancellation))
        {
            var random = new Random(1);
            var part = new byte[1_000_000];
            for (long position = 0; position < Length; position += part.Length)
            {
                random.NextBytes(part);
                written.AppendData(part);
                await stream.WriteAsync(part, Cancellation);
            }
        }

        Assert.Equal(Length, (await Files.GetStatusAsync(At("big"), Cancellation))!.Length);
        await using var back = await Files.OpenReadAsync(At("big"), Cancellation);
        Assert.Equal(written.GetHashAndReset(), await SHA256.HashDataAsync(back, Cancellation));
    }

    [Fact]
    public async Task A_file_that_ends_with_its_block_is_complete()
    {
        var content = RandomNumberGenerator.GetBytes(2 << 20);
        await WriteAsync("a", content, new FileCreation { BlockSize = 1 << 20 });
        Assert.Equal(content, await ReadAsync(At("a")));
    }

    [Fact]
    public async Task Flushed_data_of_an_open_file_can_be_read()
    {
        await using var stream = await Files.CreateAsync(At("a"), new FileCreation(), Cancellation);
        await stream.WriteAsync(new byte[] { 1, 2, 3 }, Cancellation);
        await stream.HflushAsync(Cancellation);
        Assert.Equal([1, 2, 3], await ReadAsync(At("a")));
        await stream.WriteAsync(new byte[] { 4 }, Cancellation);
        await stream.HflushAsync(Cancellation);
        Assert.Equal([1, 2, 3, 4], await ReadAsync(At("a")));
    }

    [Fact]
    public async Task A_listing_goes_on_over_pages()
    {
        // The NameNode sends 1000 entries at once by default.
        var made = Enumerable.Range(0, 1003).Select(index => $"d{index:0000}").ToList();
        await Parallel.ForEachAsync(
            made, Cancellation, async (name, stop) => await Files.CreateDirectoryAsync(At($"many/{name}"), 0b111_101_101, stop));
        Assert.Equal(made, await NamesAsync(At("many")));
    }

    [Fact]
    public async Task The_home_directory_is_the_users()
    {
        Assert.Equal("/user/testuser", Files.HomeDirectory);
        Assert.True((await Files.GetStatusAsync(Files.HomeDirectory, Cancellation))!.IsDirectory);
    }

    [Fact]
    public async Task A_refused_permission_names_path_and_user()
    {
        var fault = await Assert.ThrowsAsync<FileSystemException>(
            () => Files.CreateDirectoryAsync("/not-for-testuser", 0b111_101_101, Cancellation));
        Assert.Equal(FileSystemFault.AccessDenied, fault.Fault);
        Assert.StartsWith("/not-for-testuser: permission denied: user=testuser", fault.Message);
    }

    [Fact]
    public async Task A_directory_can_not_be_read_as_a_file() =>
        await Assert.ThrowsAsync<FileNotFoundException>(() => Files.OpenReadAsync(Root, Cancellation));

    protected override (IFileSystem Files, string Parent) Open()
    {
        var directory = RealCluster.Directory;
        var configuration = HadoopConfiguration.Load(directory, Environment.GetEnvironmentVariable);
        _rpc = new RpcClient(RealCluster.Options);
        return (new FileSystemFactory(configuration, RealCluster.Identity, _rpc).OpenDefault(), "/user/testuser/hdfs");
    }

    protected override ValueTask CloseAsync() => _rpc!.DisposeAsync();
}
