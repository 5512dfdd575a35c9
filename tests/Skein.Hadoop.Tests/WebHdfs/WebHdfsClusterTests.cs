using System.Security.Cryptography;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Tests.FileSystems;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Hadoop.Tests.WebHdfs;

/// <summary>The contract over the WebHDFS of the cluster that HADOOP_CONF_DIR describes, with Kerberos or without.</summary>
public sealed class WebHdfsClusterTests : FileSystemContract
{
    private RpcClient? _rpc;
    private FileSystemFactory? _factory;

    [Theory]
    [InlineData("with a space")]
    [InlineData("100%")]
    [InlineData("a+b&c=d")]
    [InlineData("what?#;é")]
    public async Task A_name_may_have_any_letters(string name)
    {
        await WriteAsync(name, [1, 2]);
        Assert.Equal([name], await NamesAsync(Root));
        Assert.Equal([1, 2], await ReadAsync(At(name)));
        Assert.True(await Files.DeleteAsync(At(name), recursive: false, Cancellation));
    }

    [Fact]
    public async Task Hdfs_has_what_was_written_here_and_the_other_way_round()
    {
        var content = RandomNumberGenerator.GetBytes(5_000_000);
        await using var hdfs = _factory!.OpenDefault();
        await WriteAsync("ours", content, new FileCreation { BlockSize = 1 << 20, Permission = 0b110_100_000 });
        var (seen, status) = (await hdfs.GetStatusAsync(At("ours"), Cancellation), await Files.GetStatusAsync(At("ours"), Cancellation));
        Assert.Equal(status, seen);
        await using (var stream = await hdfs.OpenReadAsync(At("ours"), Cancellation))
            Assert.Equal(SHA256.HashData(content), await SHA256.HashDataAsync(stream, Cancellation));

        await using (var stream = await hdfs.CreateAsync(At("theirs"), new FileCreation(), Cancellation))
            await stream.WriteAsync(content, Cancellation);
        Assert.Equal(content, await ReadAsync(At("theirs")));
    }

    [Fact]
    public async Task A_listing_goes_on_over_pages()
    {
        var made = Enumerable.Range(0, 1003).Select(index => $"d{index:0000}").ToList();
        await using var hdfs = _factory!.OpenDefault();
        await Parallel.ForEachAsync(
            made, Cancellation, async (name, stop) => await hdfs.CreateDirectoryAsync(At($"many/{name}"), 0b111_101_101, stop));
        Assert.Equal(made, await NamesAsync(At("many")));
    }

    [Fact]
    public async Task A_file_that_nobody_completes_is_not_there()
    {
        var stream = await Files.CreateAsync(At("a"), new FileCreation(), Cancellation);
        await stream.WriteAsync(new byte[3_000_000], Cancellation);
        Assert.Null(await Files.GetStatusAsync(At("a"), Cancellation));
        await stream.AbortAsync(Cancellation);
        await stream.DisposeAsync();
        Assert.Empty(await NamesAsync(Root));
    }

    [Fact]
    public async Task A_refused_permission_names_the_path()
    {
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => Files.CreateDirectoryAsync("/user/alice/not-mine", 0b111_101_101, Cancellation));
        Assert.Equal(FileSystemFault.AccessDenied, fault.Fault);
        Assert.StartsWith("/user/alice/not-mine: permission denied: user=", fault.Message);
    }

    protected override (IFileSystem Files, string Parent) Open()
    {
        var configuration = HadoopConfiguration.Load(RealCluster.Directory, Environment.GetEnvironmentVariable);
        _rpc = new RpcClient(RealCluster.Options);
        _factory = new FileSystemFactory(configuration, RealCluster.Identity, _rpc);
        return (
            _factory.Open(new Uri($"webhdfs://{configuration.Get("dfs.namenode.http-address")}/")), $"/user/{RealCluster.Identity.Name}/webhdfs");
    }

    protected override ValueTask CloseAsync() => _rpc!.DisposeAsync();
}
