using System.Security.Cryptography;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Hdfs.Protection;

/// <summary>Encrypted files in several blocks, as Hadoop's own client writes and reads them, and while a DataNode dies.</summary>
public sealed class EncryptedClusterTests(EncryptedCluster cluster) : IClassFixture<EncryptedCluster>, IAsyncDisposable
{
    private const int BlockSize = 1 << 20;

    // Three blocks and a part of a fourth, with a chunk that is not full.
    private readonly byte[] _content = RandomNumberGenerator.GetBytes((3 * BlockSize) + 100_001);
    private readonly string _folder = Directory.CreateTempSubdirectory("skein-encrypted-").FullName;
    private readonly RpcClient _rpc = new(new RpcOptions());
    private readonly string _path = $"/tmp/encrypted-{Guid.NewGuid():N}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _rpc.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("AES/CTR/NoPadding")]
    [InlineData("")]
    public async Task What_is_written_here_hadoop_reads_and_the_other_way_round(string suites)
    {
        await using var files = Open(("dfs.encrypt.data.transfer.cipher.suites", suites));
        await WriteAsync(files, _path, _content);
        var got = Path.Combine(_folder, "got");
        await cluster.ShellAsync("-get", _path, got);
        Assert.Equal(_content, await File.ReadAllBytesAsync(got, Cancellation));

        await cluster.ShellAsync("-put", got, _path + "-theirs");
        Assert.Equal(_content, await ReadAsync(files, _path + "-theirs"));
        var checksums = (await cluster.ShellAsync("-checksum", _path, _path + "-theirs")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, checksums.Length);
        Assert.Equal(checksums[0].Split('\t')[1..], checksums[1].Split('\t')[1..]);
    }

    [Theory]
    [InlineData("AES/CTR/NoPadding")]
    [InlineData("")]
    public async Task A_data_node_that_dies_in_the_middle_costs_no_byte(string suites)
    {
        await using var files = Open(("dfs.encrypt.data.transfer.cipher.suites", suites));
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

    [Fact]
    public async Task Flushed_data_of_an_open_file_can_be_read()
    {
        await using var files = Open();
        await using var stream = await files.CreateAsync(_path, new FileCreation(), Cancellation);
        await stream.WriteAsync(new byte[] { 1, 2, 3 }, Cancellation);
        await stream.HflushAsync(Cancellation);
        Assert.Equal([1, 2, 3], await ReadAsync(files, _path));
    }

    [Fact]
    public async Task A_client_that_accepts_no_encryption_is_not_let_down_to_plain_bytes()
    {
        // The NameNode decides: a client's own setting does not keep it from encrypting.
        await using var files = Open(("dfs.encrypt.data.transfer", "false"), ("dfs.encrypt.data.transfer.cipher.suites", ""));
        await WriteAsync(files, _path, _content);
        Assert.Equal(_content, await ReadAsync(files, _path));
    }

    private static async Task WriteAsync(IFileSystem files, string path, byte[] content)
    {
        await using var stream = await files.CreateAsync(path, new FileCreation { BlockSize = BlockSize }, Cancellation);
        await stream.WriteAsync(content, Cancellation);
    }

    private static async Task<byte[]> ReadAsync(IFileSystem files, string path)
    {
        await using var stream = await files.OpenReadAsync(path, Cancellation);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, Cancellation);
        return content.ToArray();
    }

    private IFileSystem Open(params (string Key, string Value)[] changes) => new FileSystemFactory(
        cluster.Configuration(changes), new UserIdentity(Environment.UserName, new Credentials()), _rpc).OpenDefault();
}
