namespace Skein.EndToEnd.Tests.Support;

/// <summary>Every class that uses the second cluster: one after the other, and while no other tests keep the machine busy.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class VariedClusterTests : ICollectionFixture<VariedCluster>
{
    public const string Name = "varied cluster";
}
