using Skein.Hadoop.Tests.Hdfs.Protection;
using Skein.Hadoop.Tests.Kms;

namespace Skein.Hadoop.Tests.Hdfs.Encryption;

/// <summary>A real cluster with the encryption zone <c>/zone</c>, whose keys are in a KMS of this process.</summary>
public sealed class ZoneCluster : RealProtectedCluster
{
    public const string Zone = "/zone";

    private readonly FakeKms _kms;

    public ZoneCluster()
        : this(new FakeKms())
    {
    }

    private ZoneCluster(FakeKms kms)
        : base("zone-cluster", "--datanodes", "1", "--set", $"hadoop.security.key.provider.path={kms.Address}") => _kms = kms;

    /// <summary>The KMS that NameNode and clients ask.</summary>
    internal FakeKms Kms => _kms;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        if (IsMissing)
            return;
        await ShellAsync("-mkdir", Zone);
        await ShellAsync("-chmod", "777", Zone);
        await ProgramAsync("org.apache.hadoop.hdfs.tools.CryptoAdmin", "-createZone", "-keyName", FakeKms.KeyName, "-path", Zone);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _kms.DisposeAsync();
    }
}
