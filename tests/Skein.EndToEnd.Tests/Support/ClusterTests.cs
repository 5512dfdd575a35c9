namespace Skein.EndToEnd.Tests.Support;

/// <summary>Every class that uses the cluster: one after the other, since its capacity and its queues are shared.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterTests : ICollectionFixture<RealCluster>
{
    public const string Name = "real cluster";
}
