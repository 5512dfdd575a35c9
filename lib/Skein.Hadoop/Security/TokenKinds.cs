namespace Skein.Hadoop.Security;

/// <summary>Kinds of Hadoop tokens, as written into <see cref="Token.Kind"/> by their issuers.</summary>
public static class TokenKinds
{
    /// <summary>Issued by the ResourceManager to an application master at its launch, for the scheduler port.</summary>
    public const string ApplicationMaster = "YARN_AM_RM_TOKEN";

    /// <summary>Issued by the ResourceManager with an allocation, for one NodeManager.</summary>
    public const string NodeManager = "NMToken";

    /// <summary>Proof of an allocation, shown at the launch of a container.</summary>
    public const string Container = "ContainerToken";

    public const string HdfsDelegation = "HDFS_DELEGATION_TOKEN";

    public const string ResourceManagerDelegation = "RM_DELEGATION_TOKEN";

    /// <summary>What <see cref="HdfsDelegation"/> is called where WebHDFS gave it out.</summary>
    public const string WebHdfsDelegation = "WEBHDFS delegation";

    /// <summary>The same, given out over TLS.</summary>
    public const string SecureWebHdfsDelegation = "SWEBHDFS delegation";

    /// <summary>Opens a KMS, which keeps the keys of encryption zones.</summary>
    public const string KeyManagement = "kms-dt";

    public const string HdfsBlock = "HDFS_BLOCK_TOKEN";
}
