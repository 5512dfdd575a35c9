namespace Skein.EndToEnd.Tests.Support;

/// <summary>Every class that uses the cluster with Kerberos: one after the other, and while no other tests keep the machine busy.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SecureClusterCollection : ICollectionFixture<SecureCluster>
{
    public const string Name = "secure cluster";
}
