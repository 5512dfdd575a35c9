namespace Skein.EndToEnd.Tests.Support;

/// <summary>Every class that uses the cluster: one after the other, since its capacity and its queues are shared.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterTests : ICollectionFixture<RealCluster>
{
    public const string Name = "real cluster";

    /// <summary>Trait that tells which clusters a class can do with.</summary>
    public const string Needs = "cluster";

    /// <summary>Value of <see cref="Needs"/>: the embedded cluster is as good as Hadoop. Without it Hadoop's own parts are needed.</summary>
    public const string AnyCluster = "any";

    /// <summary>Value of <see cref="Needs"/>: two NameNodes and two ResourceManagers, of which the tests start a cluster of their own.</summary>
    public const string TwoOfEachMaster = "ha";
}
