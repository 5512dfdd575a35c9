using Skein.Hadoop.Tests.Hdfs.Protection;
using Skein.Hadoop.Tests.Kms;
using Skein.Hadoop.Tests.Security.Kerberos;

namespace Skein.Hadoop.Tests.Hdfs.Encryption;

/// <summary>A real cluster with Kerberos and the encryption zone <c>/zone</c>, whose keys are in a KMS of this process that wants a login, too.</summary>
public sealed class SecureZoneCluster : RealProtectedCluster
{
    private readonly FakeKms _kms;

    public SecureZoneCluster()
        : this(new FakeKms(Accept))
    {
    }

    private SecureZoneCluster(FakeKms kms)
        : base("secure-zone-cluster", "--datanodes", "1", "--security", "kerberos", "--set", $"hadoop.security.key.provider.path={kms.Address}")
    {
        _kms = kms;
        Set("KRB5_CONFIG", Krb5Configuration);
    }

    private string Krb5Configuration => Path.Combine(Home, "conf", "krb5.conf");

    /// <summary>The KMS that NameNode and clients ask.</summary>
    internal FakeKms Kms => _kms;

    /// <summary>The keytab of a user.</summary>
    internal string Keytab(string user) => Path.Combine(Home, "kerberos", $"{user}.keytab");

    /// <summary>Has programs of Hadoop's own run by somebody's ticket, or by tokens without one.</summary>
    internal void UseTicket(string user)
    {
        Set("KRB5CCNAME", $"FILE:{Path.Combine(Home, "kerberos", $"{user}.cache")}");
        Set("HADOOP_TOKEN_FILE_LOCATION", "");
    }

    /// <summary>Has programs of Hadoop's own run by the tokens of a file alone.</summary>
    internal void UseTokens(string file)
    {
        Set("KRB5CCNAME", "FILE:/no-such.cache");
        Set("HADOOP_TOKEN_FILE_LOCATION", file);
    }

    /// <summary>Has Hadoop renew the tokens of a file as the ResourceManager does.</summary>
    internal Task RenewAsync(string file) => ProgramAsync("org.apache.hadoop.hdfs.tools.DelegationTokenFetcher", "--renew", file);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        if (IsMissing)
            return;
        KerberosRealm.Set("KRB5_CONFIG", Krb5Configuration);
        KerberosRealm.Set("KRB5_KTNAME", $"FILE:{Keytab("HTTP")}");
        KerberosRealm.Set("KRB5RCACHENAME", "none:");
        UseTicket(Environment.UserName);
        await ShellAsync("-mkdir", ZoneCluster.Zone);
        await ShellAsync("-chmod", "777", ZoneCluster.Zone);
        await ProgramAsync("org.apache.hadoop.hdfs.tools.CryptoAdmin", "-createZone", "-keyName", FakeKms.KeyName, "-path", ZoneCluster.Zone);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _kms.DisposeAsync();
    }

    private static byte[] Accept(byte[] token)
    {
        using var context = new GssapiAcceptor();
        return context.Accept(token);
    }
}
