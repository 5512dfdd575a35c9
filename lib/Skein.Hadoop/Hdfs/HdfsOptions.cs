using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs;

/// <summary>Settings of an HDFS client. Unset sizes are the NameNode's own defaults.</summary>
public sealed record HdfsOptions
{
    /// <summary>Whose home directory <c>/user/NAME</c> is.</summary>
    public required string UserName { get; init; }

    /// <summary>Bytes of a block of new files, <c>dfs.blocksize</c>; 0, the default: the NameNode's.</summary>
    public long BlockSize { get; init; }

    /// <summary>Copies of each block of new files, <c>dfs.replication</c>; 0, the default: the NameNode's.</summary>
    public int Replication { get; init; }

    /// <summary>Checksum of new files, <c>dfs.checksum.type</c>; null, the default: the NameNode's.</summary>
    public ChecksumTypeProto? ChecksumType { get; init; }

    /// <summary>Bytes one checksum covers in new files, <c>dfs.bytes-per-checksum</c>; 0, the default: the NameNode's.</summary>
    public int BytesPerChecksum { get; init; }

    /// <summary>Bytes of a packet with header and checksums, <c>dfs.client-write-packet-size</c>. Default 64 KiB.</summary>
    public int PacketSize { get; init; } = 64 * 1024;

    /// <summary>Packets of one file that may be sent or wait without an acknowledgement. Default 32.</summary>
    public int PacketWindow { get; init; } = 32;

    /// <summary>
    /// How long a DataNode may take to accept a connection or to send something, <c>dfs.client.socket-timeout</c>. Default 60 s. Half of
    /// it is the time after which an idle writer sends a heartbeat.
    /// </summary>
    public TimeSpan SocketTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a DataNode may take no data, <c>dfs.datanode.socket.write.timeout</c>. Default 480 s.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(480);

    /// <summary>
    /// Whether DataNodes are dialled by name instead of address, <c>dfs.client.use.datanode.hostname</c>: needed where they have several
    /// addresses or live in containers. Default false.
    /// </summary>
    public bool UseDataNodeHostName { get; init; }

    /// <summary>
    /// How often a new block is asked for again after its DataNodes could not be set up, <c>dfs.client.block.write.retries</c>. Default 3.
    /// </summary>
    public int BlockWriteRetries { get; init; } = 3;

    /// <summary>How often the lease on files being written is renewed. Default 30 s; the NameNode gives it to others after 60 s.</summary>
    public TimeSpan LeaseRenewalPeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Told, in one sentence, of each fault that was survived: a replica with a wrong checksum, a DataNode that died in a pipeline. Null,
    /// the default: nobody is told. It must not throw and may be called from any thread.
    /// </summary>
    public Action<string>? OnSurvivedFault { get; init; }
}
