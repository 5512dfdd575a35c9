using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Tests.Hdfs.Protection;

namespace Skein.Hadoop.Tests.Hdfs.Encryption;

/// <summary>Files of an encryption zone, as Hadoop's own client writes and reads them.</summary>
public sealed class ZoneTests(ZoneCluster cluster) : ProtectedClusterContract(cluster, ZoneCluster.Zone), IClassFixture<ZoneCluster>
{
    private readonly RpcClient _rpc = new(new RpcOptions());

    public override async ValueTask DisposeAsync()
    {
        await _rpc.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task What_is_written_here_hadoop_reads_and_the_other_way_round()
    {
        await using var files = Open();
        await InterchangeAsync(files, haveOneChecksum: false);
    }

    [Fact]
    public async Task The_flushed_part_of_an_open_file_can_be_read()
    {
        await using var files = Open();
        await ReadOpenFileAsync(files);
    }

    [Fact]
    public async Task Nothing_is_lost_by_flushing_at_any_place_and_a_reader_can_seek()
    {
        await using var files = Open();
        var path = $"{ZoneCluster.Zone}/{Guid.NewGuid():N}";
        var content = new byte[200_000];
        new Random(1).NextBytes(content);
        await using (var stream = await files.CreateAsync(path, new FileCreation(), Cancellation))
        {
            var position = 0;
            foreach (var step in new[] { 1, 511, 512, 100, 64_512, 3, 70_000, 64_361 })
            {
                await stream.WriteAsync(content.AsMemory(position, step), Cancellation);
                await stream.HflushAsync(Cancellation);
                position += step;
            }
        }

        Assert.Equal(content, await ReadAsync(files, path));
        await using var reader = await files.OpenReadAsync(path, Cancellation);
        var part = new byte[100];
        foreach (var position in new[] { 199_900, 0, 513, 70_001 })
        {
            reader.Position = position;
            await reader.ReadExactlyAsync(part, Cancellation);
            Assert.Equal(content[position..(position + part.Length)], part);
        }
    }

    [Fact]
    public async Task Data_nodes_keep_nothing_that_can_be_read()
    {
        await using var files = Open();
        var path = $"{ZoneCluster.Zone}/{Guid.NewGuid():N}";
        var content = new byte[100_000];
        await using (var stream = await files.CreateAsync(path, new FileCreation(), Cancellation))
            await stream.WriteAsync(content, Cancellation);
        var raw = await ReadAsync(files, $"/.reserved/raw{path}");
        Assert.Equal(content.Length, raw.Length);
        Assert.True(raw.Count(value => value == 0) < content.Length / 100);
    }

    [Fact]
    public async Task Without_its_key_a_file_can_neither_be_read_nor_made()
    {
        await using var files = Open();
        var path = $"{ZoneCluster.Zone}/{Guid.NewGuid():N}";
        await using (await files.CreateAsync(path, new FileCreation(), Cancellation))
        {
        }

        cluster.Kms.Refusal = "not allowed to do DECRYPT_EEK";
        try
        {
            var fault = await Assert.ThrowsAsync<FileSystemException>(() => files.OpenReadAsync(path, Cancellation));
            Assert.Equal(FileSystemFault.AccessDenied, fault.Fault);
            Assert.StartsWith($"{path}: it lies in an encryption zone, whose key skein can not be used", fault.Message);
            Assert.Contains(cluster.Kms.Refusal, fault.Message);
            await Assert.ThrowsAsync<FileSystemException>(() => files.CreateAsync(path + "-new", new FileCreation(), Cancellation));
            Assert.Null(await files.GetStatusAsync(path + "-new", Cancellation));
        }
        finally
        {
            cluster.Kms.Refusal = null;
        }
    }

    // Whoever made the cluster is its superuser, and may look at what is kept.
    private IFileSystem Open() => new FileSystemFactory(
        cluster.Configuration(), new UserIdentity(Environment.UserName, new Credentials()), _rpc).OpenDefault();
}
