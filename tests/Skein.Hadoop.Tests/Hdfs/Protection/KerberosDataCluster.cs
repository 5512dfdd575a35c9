namespace Skein.Hadoop.Tests.Hdfs.Protection;

/// <summary>A cluster with Kerberos whose DataNodes offer every protection after a login by block token, and AES.</summary>
public sealed class KerberosDataCluster : RealProtectedCluster
{
    public KerberosDataCluster()
        : base(
            "kerberos-data-cluster",
            "--security", "kerberos",
            "--data-protection", "authentication,integrity,privacy",
            "--set", "dfs.encrypt.data.transfer.cipher.suites=AES/CTR/NoPadding",
            "--set", "dfs.encrypt.data.transfer.cipher.key.bitlength=192")
    {
        Set("KRB5_CONFIG", Path.Combine(Home, "conf", "krb5.conf"));
        Set("KRB5CCNAME", $"FILE:{Path.Combine(Home, "kerberos", $"{Environment.UserName}.cache")}");
    }

    /// <summary>The user's keytab.</summary>
    internal string Keytab => Path.Combine(Home, "kerberos", $"{Environment.UserName}.keytab");

    internal string Krb5Configuration => Path.Combine(Home, "conf", "krb5.conf");
}
