using System.Collections.Concurrent;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.DataTransfer.Protection;
using Skein.Hadoop.Hdfs.Encryption;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Hdfs;

/// <summary>A fake NameNode, fake DataNodes and the file system over them.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    public const string Path = "/f";

    private FakeCluster(FakeDataNode[] dataNodes, TimeProvider time, HdfsOptions options)
    {
        DataNodes = dataNodes;
        NameNode = new FakeNameNode(dataNodes);
        options = options with { OnSurvivedFault = SurvivedFaults.Enqueue };
        var nameNode = new NameNodeClient(NameNode);
        var serverDefaults = new ServerDefaults(nameNode, time);
        var protector = new ChannelProtector(options, nameNode, serverDefaults, time);
        var connector = new DataNodeConnector(options, protector, (_, _) => NameNode, TimeProvider.System);
        var keys = new FileKeys(
            serverDefaults, HadoopConfiguration.FromProperties([]), new UserIdentity(options.UserName, new Credentials()), time);
        Files = new HdfsFileSystem(new Uri("hdfs://namenode:8020/"), nameNode, serverDefaults, connector, keys, options, time);
    }

    public static HdfsOptions Options { get; } = new() { UserName = "testuser" };

    public FakeNameNode NameNode { get; }

    public FakeDataNode[] DataNodes { get; }

    public HdfsFileSystem Files { get; }

    /// <summary>Faults that the file system reported and survived.</summary>
    public ConcurrentQueue<string> SurvivedFaults { get; } = [];

    public static FakeCluster Start(int dataNodes, TimeProvider? time = null, HdfsOptions? options = null) =>
        new([.. Enumerable.Range(1, dataNodes).Select(index => new FakeDataNode($"dn{index}"))], time ?? TimeProvider.System, options ?? Options);

    public async Task WriteAsync(byte[] content, CancellationToken cancellation)
    {
        await using var stream = await Files.CreateAsync(Path, new FileCreation(), cancellation);
        await stream.WriteAsync(content, cancellation);
    }

    public async Task<byte[]> ReadAsync(CancellationToken cancellation)
    {
        await using var stream = await Files.OpenReadAsync(Path, cancellation);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellation);
        return content.ToArray();
    }

    /// <summary>The file as one DataNode holds it.</summary>
    public byte[] ContentAt(FakeDataNode dataNode) =>
        [.. NameNode.Blocks.SelectMany(block => dataNode.Replicas[block.B.BlockId].Data)];

    public async ValueTask DisposeAsync()
    {
        await Files.DisposeAsync();
        foreach (var dataNode in DataNodes)
            await dataNode.DisposeAsync();
    }
}
