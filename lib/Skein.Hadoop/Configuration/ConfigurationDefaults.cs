using System.Collections.Frozen;

namespace Skein.Hadoop.Configuration;

/// <summary>What Hadoop 3.4 assumes where no site file says otherwise, and the old names it still honours.</summary>
internal static class ConfigurationDefaults
{
    /// <summary>Name of the source of these values in <see cref="HadoopConfiguration.SourceOf"/>.</summary>
    public const string Source = "Hadoop's default";

    public static readonly FrozenDictionary<string, string> Values = new Dictionary<string, string>
    {
        [ConfigurationKeys.DefaultFileSystem] = "file:///",
        [ConfigurationKeys.Authentication] = "simple",
        [ConfigurationKeys.AuthToLocalMechanism] = "hadoop",
        [ConfigurationKeys.RpcProtection] = "authentication",
        [ConfigurationKeys.ConnectTimeout] = "20000",
        [ConfigurationKeys.ConnectRetries] = "10",
        [ConfigurationKeys.ConnectionMaximumIdle] = "10000",
        [ConfigurationKeys.PingInterval] = "60000",
        [ConfigurationKeys.RpcTimeout] = "120000",
        [ConfigurationKeys.FallbackToSimpleAllowed] = "false",
        [ConfigurationKeys.MaximumResponseLength] = "134217728",
        [ConfigurationKeys.TlsClientFile] = "ssl-client.xml",

        [ConfigurationKeys.Replication] = "3",
        [ConfigurationKeys.BlockSize] = "134217728",
        [ConfigurationKeys.BytesPerChecksum] = "512",
        [ConfigurationKeys.ChecksumType] = "CRC32C",
        [ConfigurationKeys.WritePacketSize] = "65536",
        [ConfigurationKeys.DataNodeReadTimeout] = "60000",
        [ConfigurationKeys.DataNodeWriteTimeout] = "480000",
        [ConfigurationKeys.UseDataNodeHostname] = "false",
        [ConfigurationKeys.EncryptDataTransfer] = "false",

        [ConfigurationKeys.ResourceManagerHostname] = "0.0.0.0",
        [ConfigurationKeys.ResourceManagerAddress] = "${yarn.resourcemanager.hostname}:8032",
        [ConfigurationKeys.ResourceManagerSchedulerAddress] = "${yarn.resourcemanager.hostname}:8030",
        [ConfigurationKeys.ResourceManagerWebAddress] = "${yarn.resourcemanager.hostname}:8088",
        [ConfigurationKeys.ResourceManagerSecureWebAddress] = "${yarn.resourcemanager.hostname}:8090",
        [ConfigurationKeys.WebPolicy] = "HTTP_ONLY",
        [ConfigurationKeys.MaximumApplicationAttempts] = "2",
        [ConfigurationKeys.ResourceManagerHaEnabled] = "false",
        [ConfigurationKeys.ResourceManagerConnectWait] = "900000",
        [ConfigurationKeys.LogFormats] = "TFile",
        [ConfigurationKeys.LogDirectory] = "/tmp/logs",
        [ConfigurationKeys.LogDirectorySuffix] = "logs",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names of older releases that site files still use, and what they are called today.</summary>
    public static readonly FrozenDictionary<string, string> RenamedKeys = new Dictionary<string, string>
    {
        ["fs.default.name"] = ConfigurationKeys.DefaultFileSystem,
        ["dfs.block.size"] = ConfigurationKeys.BlockSize,
        ["io.bytes.per.checksum"] = ConfigurationKeys.BytesPerChecksum,
        ["dfs.write.packet.size"] = ConfigurationKeys.WritePacketSize,
        ["dfs.socket.timeout"] = ConfigurationKeys.DataNodeReadTimeout,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
