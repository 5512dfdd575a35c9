using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.FileSystems;

public sealed class FileSystemFactoryTests : IAsyncDisposable
{
    private readonly RpcClient _rpc = new(new RpcOptions());

    public ValueTask DisposeAsync() => _rpc.DisposeAsync();

    [Fact]
    public void The_default_file_system_is_that_of_the_configuration()
    {
        var files = Factory("hdfs://nn:9000").OpenDefault();
        Assert.IsType<HdfsFileSystem>(files);
        Assert.Equal("hdfs://nn:9000/", files.Root.ToString());
        Assert.Equal("/user/alice", files.HomeDirectory);
        Assert.IsType<LocalFileSystem>(Factory("file:///").OpenDefault());
    }

    [Fact]
    public void An_uri_decides_for_itself()
    {
        var factory = Factory("hdfs://nn:9000");
        Assert.IsType<LocalFileSystem>(factory.Open(new Uri("file:///tmp/a")));
        Assert.Equal("hdfs://other:8020/", factory.Open(new Uri("hdfs://other:8020/a")).Root.ToString());
        Assert.Equal("hdfs://nn:9000/", factory.Open(new Uri("hdfs:///a")).Root.ToString());
        Assert.Equal("hdfs://nn:9000/", factory.Open(new Uri("/a", UriKind.Relative)).Root.ToString());
    }

    [Fact]
    public void An_unknown_scheme_is_refused_naming_the_setting()
    {
        var fault = Assert.Throws<HadoopConfigurationException>(() => Factory("s3a://bucket").OpenDefault());
        Assert.Contains("\"s3a\"", fault.Message);
        Assert.Contains("fs.defaultFS", fault.Message);
    }

    [Fact]
    public void A_default_without_a_scheme_is_refused_naming_the_setting()
    {
        var fault = Assert.Throws<HadoopConfigurationException>(() => Factory("nn").OpenDefault());
        Assert.Contains("fs.defaultFS is \"nn\"", fault.Message);
    }

    [Fact]
    public async Task Each_web_server_issues_one_token_and_local_files_need_none()
    {
        Uri[] others = [new("webhdfs://nn/a"), new("webhdfs://nn:9870/b"), new("swebhdfs://nn/"), new("file:///d")];
        Assert.Equal(2, (await Factory("file:///").FindTokenIssuersAsync(others, TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public void A_name_of_several_NameNodes_keeps_its_case()
    {
        KeyValuePair<string, string>[] pair =
        [
            new("dfs.nameservices", "Prod"),
            new("dfs.ha.namenodes.Prod", "nn1,nn2"),
            new("dfs.namenode.rpc-address.Prod.nn1", "one:8020"),
            new("dfs.namenode.rpc-address.Prod.nn2", "two:8020"),
        ];
        var factory = Factory("hdfs://Prod", pair);
        Assert.Equal("hdfs://Prod/", factory.OpenDefault().Root.OriginalString);
        Assert.Equal("hdfs://Prod/", factory.Open(new Uri("hdfs://prod/a")).Root.OriginalString);
    }

    private FileSystemFactory Factory(string defaultFileSystem, params KeyValuePair<string, string>[] properties) => new(
        HadoopConfiguration.FromProperties([new(ConfigurationKeys.DefaultFileSystem, defaultFileSystem), .. properties]),
        new UserIdentity("alice", new Credentials()),
        _rpc);
}
