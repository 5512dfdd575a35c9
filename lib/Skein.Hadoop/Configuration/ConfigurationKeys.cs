namespace Skein.Hadoop.Configuration;

/// <summary>Every Hadoop setting that is read, once.</summary>
public static class ConfigurationKeys
{
    // core-site.xml

    /// <summary>URI of the file system that paths without a scheme mean.</summary>
    public const string DefaultFileSystem = "fs.defaultFS";

    /// <summary>Directory of the users' home directories on <c>file:///</c>, where it is not that of the machine.</summary>
    public const string HomePrefix = "dfs.user.home.dir.prefix";

    /// <summary><c>simple</c> or <c>kerberos</c>.</summary>
    public const string Authentication = "hadoop.security.authentication";

    /// <summary>Rules that give Kerberos principals short names.</summary>
    public const string AuthToLocal = "hadoop.security.auth_to_local";

    /// <summary><c>hadoop</c> or <c>mit</c>: how strictly short names are looked at.</summary>
    public const string AuthToLocalMechanism = "hadoop.security.auth_to_local.mechanism";

    /// <summary>Whether tokens call their services by address instead of host name. Default true.</summary>
    public const string TokenServiceByAddress = "hadoop.security.token.service.use_ip";

    /// <summary>Quality of protection on RPC connections: a list of <c>authentication</c>, <c>integrity</c>, <c>privacy</c>.</summary>
    public const string RpcProtection = "hadoop.rpc.protection";

    /// <summary>ms to wait for a connection.</summary>
    public const string ConnectTimeout = "ipc.client.connect.timeout";

    /// <summary>How often a refused connection is tried again.</summary>
    public const string ConnectRetries = "ipc.client.connect.max.retries";

    /// <summary>ms after which an idle RPC connection is closed.</summary>
    public const string ConnectionMaximumIdle = "ipc.client.connection.maxidletime";

    /// <summary>ms of silence after which a ping is sent.</summary>
    public const string PingInterval = "ipc.ping.interval";

    /// <summary>ms after which a call is given up; 0: never.</summary>
    public const string RpcTimeout = "ipc.client.rpc-timeout.ms";

    /// <summary>Whether a Kerberos client may talk to a server without security.</summary>
    public const string FallbackToSimpleAllowed = "ipc.client.fallback-to-simple-auth-allowed";

    /// <summary>Bytes of the longest RPC response accepted.</summary>
    public const string MaximumResponseLength = "ipc.maximum.response.length";

    /// <summary>Where the keys of encryption zones are, such as <c>kms://https@host:9600/kms</c>, where the NameNode does not say.</summary>
    public const string KeyProvider = "hadoop.security.key.provider.path";

    /// <summary>Name of the file with the settings of TLS, <see cref="TrustStoreLocation"/> among them.</summary>
    public const string TlsClientFile = "hadoop.ssl.client.conf";

    // ssl-client.xml

    /// <summary>File of the certificates that TLS trusts.</summary>
    public const string TrustStoreLocation = "ssl.client.truststore.location";

    /// <summary>Password of that file.</summary>
    public const string TrustStorePassword = "ssl.client.truststore.password";

    // hdfs-site.xml

    /// <summary>Kerberos principal of WebHDFS, which is what its servers are called.</summary>
    public const string WebPrincipal = "dfs.web.authentication.kerberos.principal";

    /// <summary>Kerberos principal of the NameNodes. <c>.pattern</c> behind it: a glob of those allowed.</summary>
    public const string NameNodePrincipal = "dfs.namenode.kerberos.principal";

    /// <summary>Kerberos principal of the DataNodes.</summary>
    public const string DataNodePrincipal = "dfs.datanode.kerberos.principal";

    /// <summary>Names that stand for NameNodes instead of for one host.</summary>
    public const string NameServices = "dfs.nameservices";

    /// <summary>Where clients call a NameNode. <c>.NAME.ID</c> follows where several stand in for each other.</summary>
    public const string NameNodeAddress = "dfs.namenode.rpc-address";

    /// <summary>The same by HTTP.</summary>
    public const string NameNodeWebAddress = "dfs.namenode.http-address";

    /// <summary>The same by HTTPS.</summary>
    public const string NameNodeSecureWebAddress = "dfs.namenode.https-address";

    /// <summary>How often a call goes on to another NameNode. Default 15.</summary>
    public const string NameNodeFailovers = "dfs.client.failover.max.attempts";

    /// <summary>ms of the first wait once no NameNode is active. Default 500.</summary>
    public const string NameNodeFailoverFirstWait = "dfs.client.failover.sleep.base.millis";

    /// <summary>ms of the longest wait. Default 15,000.</summary>
    public const string NameNodeFailoverLongestWait = "dfs.client.failover.sleep.max.millis";

    /// <summary>Whether clients begin with any NameNode instead of with the first. Default false.</summary>
    public const string NameNodeRandomOrder = "dfs.client.failover.random.order";

    /// <summary>Copies of each block.</summary>
    public const string Replication = "dfs.replication";

    /// <summary>Bytes per block.</summary>
    public const string BlockSize = "dfs.blocksize";

    /// <summary>Bytes covered by one checksum.</summary>
    public const string BytesPerChecksum = "dfs.bytes-per-checksum";

    /// <summary><c>CRC32C</c>, <c>CRC32</c> or <c>NULL</c>.</summary>
    public const string ChecksumType = "dfs.checksum.type";

    /// <summary>Bytes per packet of a block being written.</summary>
    public const string WritePacketSize = "dfs.client-write-packet-size";

    /// <summary>ms to wait for bytes of a DataNode.</summary>
    public const string DataNodeReadTimeout = "dfs.client.socket-timeout";

    /// <summary>ms to wait for a DataNode to take bytes.</summary>
    public const string DataNodeWriteTimeout = "dfs.datanode.socket.write.timeout";

    /// <summary>How often a new block is asked for again after its DataNodes could not be set up.</summary>
    public const string BlockWriteRetries = "dfs.client.block.write.retries";

    /// <summary>Whether DataNodes are dialled by host name instead of address.</summary>
    public const string UseDataNodeHostname = "dfs.client.use.datanode.hostname";

    /// <summary>Quality of protection on connections to DataNodes: a list as for <see cref="RpcProtection"/>. Unset: none.</summary>
    public const string DataTransferProtection = "dfs.data.transfer.protection";

    /// <summary>Whether everything to and from DataNodes is encrypted. The NameNode's own value decides.</summary>
    public const string EncryptDataTransfer = "dfs.encrypt.data.transfer";

    /// <summary><c>AES/CTR/NoPadding</c>: encrypted connections to DataNodes use it where both sides list it.</summary>
    public const string DataTransferCipherSuites = "dfs.encrypt.data.transfer.cipher.suites";

    /// <summary>Bits of AES keys on connections to DataNodes: 128, 192 or 256.</summary>
    public const string DataTransferKeyLength = "dfs.encrypt.data.transfer.cipher.key.bitlength";

    /// <summary>Java class that says between which addresses connections to DataNodes need no protection.</summary>
    public const string TrustedChannelResolver = "dfs.trustedchannel.resolver.class";

    // yarn-site.xml

    /// <summary>Kerberos principal of the ResourceManagers.</summary>
    public const string ResourceManagerPrincipal = "yarn.resourcemanager.principal";

    /// <summary>Kerberos principal of the NodeManagers.</summary>
    public const string NodeManagerPrincipal = "yarn.nodemanager.principal";

    /// <summary>Host of the ResourceManager; its addresses follow from it. <c>.RM-ID</c> follows where there are several.</summary>
    public const string ResourceManagerHostname = "yarn.resourcemanager.hostname";

    /// <summary>Where clients call the ResourceManager.</summary>
    public const string ResourceManagerAddress = "yarn.resourcemanager.address";

    /// <summary>Where application masters call the ResourceManager.</summary>
    public const string ResourceManagerSchedulerAddress = "yarn.resourcemanager.scheduler.address";

    /// <summary>Where the ResourceManager's web pages are, by HTTP.</summary>
    public const string ResourceManagerWebAddress = "yarn.resourcemanager.webapp.address";

    /// <summary>Where the ResourceManager's web pages are, by HTTPS.</summary>
    public const string ResourceManagerSecureWebAddress = "yarn.resourcemanager.webapp.https.address";

    /// <summary>Where the proxy in front of application masters' web pages is, if it runs by itself; else it is part of the ResourceManager.</summary>
    public const string WebProxyAddress = "yarn.web-proxy.address";

    /// <summary><c>HTTPS_ONLY</c> or <c>HTTP_ONLY</c>: how YARN's web pages are served.</summary>
    public const string WebPolicy = "yarn.http.policy";

    /// <summary>Most attempts an application may ask for.</summary>
    public const string MaximumApplicationAttempts = "yarn.resourcemanager.am.max-attempts";

    /// <summary>Tags that one application may have.</summary>
    public const string MaximumTags = "yarn.resourcemanager.application.max-tags";

    /// <summary>Letters that one tag may have.</summary>
    public const string MaximumTagLength = "yarn.resourcemanager.application.max-tag.length";

    /// <summary>Whether there are several ResourceManagers.</summary>
    public const string ResourceManagerHaEnabled = "yarn.resourcemanager.ha.enabled";

    /// <summary>Ids of the ResourceManagers.</summary>
    public const string ResourceManagerIds = "yarn.resourcemanager.ha.rm-ids";

    /// <summary>How often a call goes on to another ResourceManager; -1, the default: as long as Hadoop's clients find fit.</summary>
    public const string ResourceManagerFailovers = "yarn.client.failover-max-attempts";

    /// <summary>ms of the first wait once no ResourceManager is active.</summary>
    public const string ResourceManagerFailoverFirstWait = "yarn.client.failover-sleep-base-ms";

    /// <summary>ms of the longest wait.</summary>
    public const string ResourceManagerFailoverLongestWait = "yarn.client.failover-sleep-max-ms";

    /// <summary>ms after which an unreachable ResourceManager is given up; -1: never.</summary>
    public const string ResourceManagerConnectWait = "yarn.resourcemanager.connect.max-wait.ms";

    /// <summary>ms an application master may be silent before it counts as lost.</summary>
    public const string ApplicationMasterExpiry = "yarn.am.liveness-monitor.expiry-interval-ms";

    /// <summary>Whether the nodes put a proxy between application masters and the ResourceManager. Default false.</summary>
    public const string ApplicationMasterProxyEnabled = "yarn.nodemanager.amrmproxy.enabled";

    /// <summary>Whether nodes bring the logs of applications to HDFS when these have ended.</summary>
    public const string LogAggregation = "yarn.log-aggregation-enable";

    /// <summary>Names of the log formats: the first is written, all are read.</summary>
    public const string LogFormats = "yarn.log-aggregation.file-formats";

    /// <summary>Directory of the gathered logs.</summary>
    public const string LogDirectory = "yarn.nodemanager.remote-app-log-dir";

    /// <summary>Name of the logs' directory below the user's.</summary>
    public const string LogDirectorySuffix = "yarn.nodemanager.remote-app-log-dir-suffix";

    /// <summary>File of addresses for a <see cref="TrustedChannelResolver"/>, which is only read again after a restart.</summary>
    /// <param name="side"><c>client</c> or <c>server</c>: whose addresses.</param>
    /// <param name="list"><c>whitelist</c> or <c>BlackList</c>.</param>
    public static string FixedAddressFile(string side, string list) => $"dfs.datatransfer.{side}.fixed{list}.file";

    /// <summary>Second file of addresses for a <see cref="TrustedChannelResolver"/>.</summary>
    public static string VariableAddressFile(string side, string list) => $"dfs.datatransfer.{side}.variable{list}.file";

    /// <summary>Whether <see cref="VariableAddressFile"/> counts. Default false.</summary>
    public static string VariableAddressesEnabled(string side, string list) => $"dfs.datatransfer.{side}.variable{list}.enable";

    /// <summary>Ids of the NameNodes that stand in for each other under the name of one file system.</summary>
    public static string NameNodesOf(string nameService) => $"dfs.ha.namenodes.{nameService}";

    /// <summary>A glob of the principals that a server may have, in place of the one that its key sets.</summary>
    public static string PatternOf(string principalKey) => $"{principalKey}.pattern";

    /// <summary><see cref="LogDirectory"/> of one log format only.</summary>
    public static string LogDirectoryOf(string format) => $"yarn.log-aggregation.{format}.remote-app-log-dir";

    /// <summary><see cref="LogDirectorySuffix"/> of one log format only.</summary>
    public static string LogDirectorySuffixOf(string format) => $"yarn.log-aggregation.{format}.remote-app-log-dir-suffix";
}
