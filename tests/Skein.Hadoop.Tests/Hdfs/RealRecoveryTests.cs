using System.Security.Cryptography;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.DataTransfer.Protection;
using Skein.Hadoop.Hdfs.Encryption;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Hadoop.Tests.Hdfs;

/// <summary>Recoveries as a real NameNode and DataNode see them.</summary>
public sealed class RealRecoveryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The content takes four packets of data and the one that ends the block, which is number 4.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_real_data_node_takes_a_block_up_again_under_a_new_generation_stamp(int acknowledgement)
    {
        var configuration = HadoopConfiguration.Load(RealCluster.Directory, Environment.GetEnvironmentVariable);
        var options = HdfsOptions.FromConfiguration(configuration, RealCluster.Identity.Name);
        var root = new Uri(configuration.Get(ConfigurationKeys.DefaultFileSystem)!);
        await using var rpc = new RpcClient(new RpcOptions());
        var nameNode = new NameNodeClient(
            rpc.Open(new RpcTarget(new HadoopEndpoint(root.Host, root.Port), HdfsProtocols.NameNode, RealCluster.Identity)));
        var serverDefaults = new ServerDefaults(nameNode, TimeProvider.System);
        var sound = new DataNodeConnector(
            options,
            new ChannelProtector(options, nameNode, serverDefaults, TimeProvider.System),
            (node, token) => rpc.Open(new RpcTarget(node, HdfsProtocols.DataNode, RealCluster.Identity, token)),
            TimeProvider.System);
        var connector = new DoubtfulConnector(sound, acknowledgement);
        var keys = new FileKeys(serverDefaults, configuration, RealCluster.Identity, TimeProvider.System);
        await using var files = new HdfsFileSystem(root, nameNode, serverDefaults, connector, keys, options, TimeProvider.System);

        var path = $"/user/testuser/hdfs/{Guid.NewGuid():N}";
        var content = RandomNumberGenerator.GetBytes(200_000);
        try
        {
            await using (var stream = await files.CreateAsync(path, new FileCreation(), Cancellation))
                await stream.WriteAsync(content, Cancellation);
            Assert.Equal(2, connector.Connections);

            await using var reader = await files.OpenReadAsync(path, Cancellation);
            var read = new byte[content.Length];
            await reader.ReadExactlyAsync(read, Cancellation);
            Assert.Equal(content, read);
            Assert.Equal(content.Length, reader.Length);
        }
        finally
        {
            await files.DeleteAsync(path, recursive: false, CancellationToken.None);
        }
    }
}
