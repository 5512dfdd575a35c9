using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Gssapi;
using Skein.Hadoop.Tests.Security.Kerberos;

namespace Skein.Hadoop.Tests.Hdfs.Protection;

[Collection(KerberosRealm.Variables)]
public sealed class KerberosDataClusterTests(KerberosDataCluster cluster) : ProtectedClusterContract(cluster), IClassFixture<KerberosDataCluster>
{
    private RpcClient? _rpc;

    public override async ValueTask DisposeAsync()
    {
        if (_rpc is not null)
            await _rpc.DisposeAsync();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("authentication", "")]
    [InlineData("integrity", "")]
    [InlineData("privacy", "")]
    [InlineData("privacy", "AES/CTR/NoPadding")]
    public async Task What_is_written_here_hadoop_reads_and_the_other_way_round(string protection, string suites)
    {
        await using var files = Open(protection, suites);
        await InterchangeAsync(files);
    }

    [Theory]
    [InlineData("authentication", "")]
    [InlineData("integrity", "")]
    [InlineData("privacy", "")]
    [InlineData("privacy", "AES/CTR/NoPadding")]
    public async Task A_data_node_that_dies_in_the_middle_costs_no_byte(string protection, string suites)
    {
        await using var files = Open(protection, suites);
        await SurviveAsync(files);
    }

    [Fact]
    public async Task The_flushed_part_of_an_open_file_can_be_read()
    {
        await using var files = Open("privacy", "");
        await ReadOpenFileAsync(files);
    }

    private IFileSystem Open(string protection, string suites)
    {
        var configuration = cluster.Configuration(
            ("dfs.data.transfer.protection", protection), ("dfs.encrypt.data.transfer.cipher.suites", suites));
        _rpc = new RpcClient(RpcSettings.Read(configuration));
        KerberosRealm.Set("KRB5_CONFIG", cluster.Krb5Configuration);
        var user = new UserIdentity(Environment.UserName, new Credentials())
        {
            Kerberos = KerberosLogin.FromKeytab(Environment.UserName, cluster.Keytab),
        };
        return new FileSystemFactory(configuration, user, _rpc).OpenDefault();
    }
}
