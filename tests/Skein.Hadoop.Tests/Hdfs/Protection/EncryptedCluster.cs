namespace Skein.Hadoop.Tests.Hdfs.Protection;

/// <summary>A cluster without Kerberos whose DataNodes want everything encrypted, and know AES with keys of 256 bits.</summary>
public sealed class EncryptedCluster() : RealProtectedCluster(
    "encrypted-cluster",
    "--set", "dfs.block.access.token.enable=true",
    "--set", "dfs.encrypt.data.transfer=true",
    "--set", "dfs.encrypt.data.transfer.cipher.suites=AES/CTR/NoPadding",
    "--set", "dfs.encrypt.data.transfer.cipher.key.bitlength=256");
