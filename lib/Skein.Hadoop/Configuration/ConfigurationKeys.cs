namespace Skein.Hadoop.Configuration;

/// <summary>Every Hadoop setting that is read, once.</summary>
public static class ConfigurationKeys
{
    // core-site.xml

    /// <summary>URI of the file system that paths without a scheme mean.</summary>
    public const string DefaultFileSystem = "fs.defaultFS";

    /// <summary>Octal mask taken from the mode of new files and directories.</summary>
    public const string UmaskMode = "fs.permissions.umask-mode";

    /// <summary><c>simple</c> or <c>kerberos</c>.</summary>
    public const string Authentication = "hadoop.security.authentication";

    /// <summary>Whether services check who may call them.</summary>
    public const string Authorization = "hadoop.security.authorization";

    /// <summary>Rules from Kerberos principals to user names.</summary>
    public const string AuthToLocal = "hadoop.security.auth_to_local";

    /// <summary><c>hadoop</c> or <c>mit</c>: whether a rule's result may hold <c>/</c> and <c>@</c>.</summary>
    public const string AuthToLocalMechanism = "hadoop.security.auth_to_local.mechanism";

    /// <summary>Whether the service of a token is an address (true) or a host name.</summary>
    public const string TokenServiceUsesAddress = "hadoop.security.token.service.use_ip";

    /// <summary>Quality of protection on RPC connections: a list of <c>authentication</c>, <c>integrity</c>, <c>privacy</c>.</summary>
    public const string RpcProtection = "hadoop.rpc.protection";

    /// <summary>URI of the key server of encryption zones.</summary>
    public const string KeyProviderPath = "hadoop.security.key.provider.path";

    /// <summary>ms to wait for a connection.</summary>
    public const string ConnectTimeout = "ipc.client.connect.timeout";

    /// <summary>How often a refused connection is tried again.</summary>
    public const string ConnectRetries = "ipc.client.connect.max.retries";

    /// <summary>ms after which an idle RPC connection is closed.</summary>
    public const string ConnectionMaximumIdle = "ipc.client.connection.maxidletime";

    /// <summary>Whether silence on an RPC connection is answered with a ping.</summary>
    public const string Ping = "ipc.client.ping";

    /// <summary>ms of silence after which a ping is sent.</summary>
    public const string PingInterval = "ipc.ping.interval";

    /// <summary>ms after which a call is given up; 0: never.</summary>
    public const string RpcTimeout = "ipc.client.rpc-timeout.ms";

    /// <summary>Whether a Kerberos client may talk to a server without security.</summary>
    public const string FallbackToSimpleAllowed = "ipc.client.fallback-to-simple-auth-allowed";

    /// <summary>Bytes of the longest RPC response accepted.</summary>
    public const string MaximumResponseLength = "ipc.maximum.response.length";

    // hdfs-site.xml

    /// <summary>Logical names of file systems with several NameNodes.</summary>
    public const string NameServices = "dfs.nameservices";

    /// <summary>Followed by <c>.NAMESERVICE</c>: the ids of its NameNodes.</summary>
    public const string NameNodes = "dfs.ha.namenodes";

    /// <summary>Alone, or followed by <c>.NAMESERVICE</c> or <c>.NAMESERVICE.NAMENODE</c>: where a NameNode listens.</summary>
    public const string NameNodeRpcAddress = "dfs.namenode.rpc-address";

    /// <summary>Kerberos principal of the NameNodes; <c>_HOST</c> stands for the host.</summary>
    public const string NameNodePrincipal = "dfs.namenode.kerberos.principal";

    /// <summary>Pattern the NameNode's principal has to match.</summary>
    public const string NameNodePrincipalPattern = "dfs.namenode.kerberos.principal.pattern";

    /// <summary>Most changes between NameNodes for one call.</summary>
    public const string NameNodeFailoverAttempts = "dfs.client.failover.max.attempts";

    /// <summary>ms to wait before the second change, doubling from there.</summary>
    public const string NameNodeFailoverSleepBase = "dfs.client.failover.sleep.base.millis";

    /// <summary>ms of the longest such wait.</summary>
    public const string NameNodeFailoverSleepMaximum = "dfs.client.failover.sleep.max.millis";

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

    /// <summary>Quality of protection on DataNode connections: a list like <see cref="RpcProtection"/>; empty: none.</summary>
    public const string DataTransferProtection = "dfs.data.transfer.protection";

    /// <summary>Whether blocks travel encrypted.</summary>
    public const string EncryptDataTransfer = "dfs.encrypt.data.transfer";

    /// <summary>Ciphers offered for encrypted blocks; empty: those of DIGEST-MD5.</summary>
    public const string EncryptDataTransferCipherSuites = "dfs.encrypt.data.transfer.cipher.suites";

    /// <summary>Whether DataNodes are dialled by host name instead of address.</summary>
    public const string UseDataNodeHostname = "dfs.client.use.datanode.hostname";

    // yarn-site.xml

    /// <summary>Host of the ResourceManager; its addresses follow from it. <c>.RM-ID</c> follows where there are several.</summary>
    public const string ResourceManagerHostname = "yarn.resourcemanager.hostname";

    /// <summary>Where clients call the ResourceManager.</summary>
    public const string ResourceManagerAddress = "yarn.resourcemanager.address";

    /// <summary>Where application masters call the ResourceManager.</summary>
    public const string ResourceManagerSchedulerAddress = "yarn.resourcemanager.scheduler.address";

    /// <summary>The ResourceManager's pages.</summary>
    public const string ResourceManagerWebAddress = "yarn.resourcemanager.webapp.address";

    /// <summary>The ResourceManager's pages over TLS.</summary>
    public const string ResourceManagerWebHttpsAddress = "yarn.resourcemanager.webapp.https.address";

    /// <summary>Kerberos principal of the ResourceManagers; <c>_HOST</c> stands for the host.</summary>
    public const string ResourceManagerPrincipal = "yarn.resourcemanager.principal";

    /// <summary>Most attempts an application may ask for.</summary>
    public const string MaximumApplicationAttempts = "yarn.resourcemanager.am.max-attempts";

    /// <summary>Whether there are several ResourceManagers.</summary>
    public const string ResourceManagerHaEnabled = "yarn.resourcemanager.ha.enabled";

    /// <summary>Ids of the ResourceManagers.</summary>
    public const string ResourceManagerIds = "yarn.resourcemanager.ha.rm-ids";

    /// <summary>Names the ResourceManagers together, as the service of their tokens.</summary>
    public const string ResourceManagerClusterId = "yarn.resourcemanager.cluster-id";

    /// <summary>ms after which an unreachable ResourceManager is given up; -1: never.</summary>
    public const string ResourceManagerConnectWait = "yarn.resourcemanager.connect.max-wait.ms";

    /// <summary>ms between two tries to reach the ResourceManager.</summary>
    public const string ResourceManagerConnectInterval = "yarn.resourcemanager.connect.retry-interval.ms";

    /// <summary>ms an application master may be silent before it counts as lost.</summary>
    public const string ApplicationMasterExpiry = "yarn.am.liveness-monitor.expiry-interval-ms";

    /// <summary>Whether the nodes put a proxy between application masters and the ResourceManager. Default false.</summary>
    public const string ApplicationMasterProxyEnabled = "yarn.nodemanager.amrmproxy.enabled";

    /// <summary>Kerberos principal of the NodeManagers; <c>_HOST</c> stands for the host.</summary>
    public const string NodeManagerPrincipal = "yarn.nodemanager.principal";

    /// <summary><c>HTTP_ONLY</c> or <c>HTTPS_ONLY</c>.</summary>
    public const string HttpPolicy = "yarn.http.policy";

    /// <summary>Where the web proxy of applications listens, if it is not the ResourceManager.</summary>
    public const string WebProxyAddress = "yarn.web-proxy.address";

    /// <summary>Whether YARN checks who may see and change applications.</summary>
    public const string AclEnabled = "yarn.acl.enable";

    /// <summary>Whether the logs of containers are gathered in the file system.</summary>
    public const string LogAggregationEnabled = "yarn.log-aggregation-enable";

    /// <summary>Names of the log formats: the first is written, all are read.</summary>
    public const string LogFormats = "yarn.log-aggregation.file-formats";

    /// <summary>Directory of the gathered logs.</summary>
    public const string LogDirectory = "yarn.nodemanager.remote-app-log-dir";

    /// <summary>Name of the logs' directory below the user's.</summary>
    public const string LogDirectorySuffix = "yarn.nodemanager.remote-app-log-dir-suffix";

    /// <summary>Class of the reader and writer of one log format.</summary>
    public static string LogFormatClass(string format) => $"yarn.log-aggregation.file-controller.{format}.class";

    /// <summary><see cref="LogDirectory"/> of one log format only.</summary>
    public static string LogDirectoryOf(string format) => $"yarn.log-aggregation.{format}.remote-app-log-dir";

    /// <summary><see cref="LogDirectorySuffix"/> of one log format only.</summary>
    public static string LogDirectorySuffixOf(string format) => $"yarn.log-aggregation.{format}.remote-app-log-dir-suffix";
}
