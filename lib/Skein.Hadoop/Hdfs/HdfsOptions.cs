using Skein.Hadoop.Configuration;
using Skein.Hadoop.Hdfs.DataTransfer.Protection;
using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs;

/// <summary>Settings of an HDFS client. Unset sizes are the NameNode's own defaults.</summary>
public sealed record HdfsOptions
{
    // DataNodes refuse packets above 16 MiB; below a few KiB headers outweigh the data.
    private const long MinPacketSize = 4 * 1024;
    private const long MaxPacketSize = 8 * 1024 * 1024;

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

    /// <summary>How connections to DataNodes are protected. Default: as on a simple cluster, not at all.</summary>
    public DataTransferOptions DataTransfer { get; init; } = new();

    /// <summary>
    /// Told, in one sentence, of each fault that was survived: a replica with a wrong checksum, a DataNode that died in a pipeline. Null,
    /// the default: nobody is told. It must not throw and may be called from any thread.
    /// </summary>
    public Action<string>? OnSurvivedFault { get; init; }

    /// <summary>The settings of a configuration. Sizes of new files that no file sets are left to the NameNode.</summary>
    /// <exception cref="HadoopConfigurationException">A value can not be used.</exception>
    public static HdfsOptions FromConfiguration(HadoopConfiguration configuration, string userName)
    {
        var defaults = new HdfsOptions { UserName = userName };
        return defaults with
        {
            BlockSize = configuration.IsSet(ConfigurationKeys.BlockSize) ? configuration.GetSize(ConfigurationKeys.BlockSize, 0) : 0,
            Replication = configuration.IsSet(ConfigurationKeys.Replication) ? configuration.GetInt(ConfigurationKeys.Replication, 0) : 0,
            BytesPerChecksum = configuration.IsSet(ConfigurationKeys.BytesPerChecksum)
                ? (int)configuration.GetSize(ConfigurationKeys.BytesPerChecksum, 0)
                : 0,
            ChecksumType = configuration.IsSet(ConfigurationKeys.ChecksumType) ? ReadChecksumType(configuration) : null,
            PacketSize = (int)Math.Clamp(
                configuration.GetSize(ConfigurationKeys.WritePacketSize, defaults.PacketSize), MinPacketSize, MaxPacketSize),
            SocketTimeout = configuration.GetTimeout(ConfigurationKeys.DataNodeReadTimeout, defaults.SocketTimeout),
            WriteTimeout = configuration.GetTimeout(ConfigurationKeys.DataNodeWriteTimeout, defaults.WriteTimeout),
            UseDataNodeHostName = configuration.GetBool(ConfigurationKeys.UseDataNodeHostname, defaults.UseDataNodeHostName),
            BlockWriteRetries = configuration.GetInt(ConfigurationKeys.BlockWriteRetries, defaults.BlockWriteRetries),
            DataTransfer = DataTransferOptions.FromConfiguration(configuration),
        };
    }

    private static ChecksumTypeProto ReadChecksumType(HadoopConfiguration configuration) =>
        configuration.Get(ConfigurationKeys.ChecksumType, "").ToUpperInvariant() switch
        {
            "CRC32C" => ChecksumTypeProto.ChecksumCrc32C,
            "CRC32" => ChecksumTypeProto.ChecksumCrc32,
            "NULL" => ChecksumTypeProto.ChecksumNull,
            var other => throw new HadoopConfigurationException(
                $"{configuration.SourceOf(ConfigurationKeys.ChecksumType)}: {ConfigurationKeys.ChecksumType} is \"{other}\", "
                    + "which is none of CRC32C, CRC32 and NULL"),
        };
}
