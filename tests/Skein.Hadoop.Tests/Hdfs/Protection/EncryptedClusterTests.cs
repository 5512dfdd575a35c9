using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Hdfs.Protection;

public sealed class EncryptedClusterTests(EncryptedCluster cluster) : ProtectedClusterContract(cluster), IClassFixture<EncryptedCluster>
{
    private const string Aes = "AES/CTR/NoPadding";

    private readonly RpcClient _rpc = new(new RpcOptions());

    public override async ValueTask DisposeAsync()
    {
        await _rpc.DisposeAsync();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData(Aes)]
    [InlineData("")]
    public async Task What_is_written_here_hadoop_reads_and_the_other_way_round(string suites)
    {
        // The NameNode decides that everything is encrypted: a client's own setting does not keep it from that.
        await using var files = Open(("dfs.encrypt.data.transfer.cipher.suites", suites), ("dfs.encrypt.data.transfer", "false"));
        await InterchangeAsync(files);
    }

    [Theory]
    [InlineData(Aes)]
    [InlineData("")]
    public async Task A_data_node_that_dies_in_the_middle_costs_no_byte(string suites)
    {
        await using var files = Open(("dfs.encrypt.data.transfer.cipher.suites", suites));
        await SurviveAsync(files);
    }

    [Fact]
    public async Task The_flushed_part_of_an_open_file_can_be_read()
    {
        await using var files = Open();
        await ReadOpenFileAsync(files);
    }

    private IFileSystem Open(params (string Key, string Value)[] changes) => new FileSystemFactory(
        cluster.Configuration(changes), new UserIdentity(Environment.UserName, new Credentials()), _rpc).OpenDefault();
}
