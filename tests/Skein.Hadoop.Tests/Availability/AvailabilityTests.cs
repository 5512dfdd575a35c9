using System.Security.Cryptography;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;

namespace Skein.Hadoop.Tests.Availability;

/// <summary>Active NameNodes and ResourceManagers that die under their clients.</summary>
[Trait("cluster", "ha")]
public sealed class AvailabilityTests(AvailableCluster cluster) : IClassFixture<AvailableCluster>
{
    private const int BlockSize = 1 << 20;

    private static readonly UserIdentity User = new("testuser", new Credentials());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_written_to_its_end_although_the_active_NameNode_dies()
    {
        await using var rpc = new RpcClient(RpcSettings.Read(cluster.Configuration));
        await using var files = new FileSystemFactory(cluster.Configuration, User, rpc).OpenDefault();
        var path = $"/user/testuser/{Guid.NewGuid():N}";
        var content = RandomNumberGenerator.GetBytes((5 * BlockSize) + 77);
        string victim;
        await using (var stream = await files.CreateAsync(path, new FileCreation { BlockSize = BlockSize }, Cancellation))
        {
            // In the middle of the second block.
            await stream.WriteAsync(content.AsMemory(0, 3 * BlockSize / 2), Cancellation);
            victim = await cluster.KillActiveAsync("nn");
            await stream.WriteAsync(content.AsMemory(3 * BlockSize / 2), Cancellation);
        }

        Assert.Equal(content, await ReadAsync(files, path));
        Assert.Equal(content.Length, (await files.GetStatusAsync(path, Cancellation))!.Length);
        await cluster.StartAsync(victim);
    }

    [Fact]
    public async Task A_rename_whose_answer_died_with_its_NameNode_is_not_done_twice()
    {
        var nameNodes = NameService.Find(cluster.Configuration, new Uri("hdfs://ns"), ConfigurationKeys.NameNodeAddress, 8020)!.NameNodes;
        await using var first = new CuttingProxy(nameNodes[0]);
        await using var second = new CuttingProxy(nameNodes[1]);
        var configuration = HadoopConfiguration.FromProperties(
        [
            new("fs.defaultFS", "hdfs://ns"),
            new("dfs.ha.namenodes.ns", "nn1,nn2"),
            new("dfs.namenode.rpc-address.ns.nn1", $"localhost:{first.Port}"),
            new("dfs.namenode.rpc-address.ns.nn2", $"localhost:{second.Port}"),
        ]);
        await using var rpc = new RpcClient(RpcSettings.Read(configuration));
        await using var files = new FileSystemFactory(configuration, User, rpc).OpenDefault();
        var (source, destination) = ($"/user/testuser/{Guid.NewGuid():N}", $"/user/testuser/{Guid.NewGuid():N}");
        await files.CreateDirectoryAsync(source, Convert.ToInt32("755", 8), Cancellation);

        var victim = "";
        foreach (var proxy in (CuttingProxy[])[first, second])
        {
            proxy.CutNextAnswer(async () =>
            {
                // A standby's answer, which says that it is one, must not count as the deed.
                if (victim.Length == 0)
                    victim = await cluster.KillActiveAsync("nn");
            });
        }

        // One that does not know the call any more would say that there is no such source.
        await files.RenameAsync(source, destination, overwrite: false, Cancellation);
        Assert.NotEqual("", victim);
        Assert.Null(await files.GetStatusAsync(source, Cancellation));
        Assert.True((await files.GetStatusAsync(destination, Cancellation))!.IsDirectory);
        await cluster.StartAsync(victim);
    }

    [Fact]
    public async Task WebHDFS_finds_the_NameNode_that_takes_over()
    {
        await using var rpc = new RpcClient(RpcSettings.Read(cluster.Configuration));
        await using var files = new FileSystemFactory(cluster.Configuration, User, rpc).Open(new Uri("webhdfs://ns"));
        var path = $"/user/testuser/{Guid.NewGuid():N}";
        var content = RandomNumberGenerator.GetBytes(100_000);
        var victim = await cluster.KillActiveAsync("nn");
        await using (var stream = await files.CreateAsync(path, new FileCreation(), Cancellation))
            await stream.WriteAsync(content, Cancellation);
        Assert.Equal(content, await ReadAsync(files, path));
        await cluster.StartAsync(victim);
    }

    [Fact]
    public async Task Calls_find_the_ResourceManager_that_takes_over()
    {
        await using var rpc = new RpcClient(RpcSettings.Read(cluster.Configuration));
        var resourceManager = new ResourceManagerClient(rpc.Open(ResourceManagerTarget.ForClients(cluster.Configuration, User)));
        await resourceManager.GetNewApplicationAsync(Cancellation);
        var before = resourceManager.Endpoint;
        var victim = await cluster.KillActiveAsync("rm");
        await resourceManager.GetNewApplicationAsync(Cancellation);
        Assert.NotEqual(before, resourceManager.Endpoint);
        await cluster.StartAsync(victim);
    }

    private static async Task<byte[]> ReadAsync(IFileSystem files, string path)
    {
        await using var stream = await files.OpenReadAsync(path, Cancellation);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancellation);
        return copy.ToArray();
    }
}
