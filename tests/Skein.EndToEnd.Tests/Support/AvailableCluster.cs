namespace Skein.EndToEnd.Tests.Support;

/// <summary>A real cluster with Kerberos, two NameNodes and two ResourceManagers, whose daemons may be killed.</summary>
public sealed class AvailableCluster : IAsyncLifetime
{
    internal SecureCluster Cluster { get; } = new("secure-available-cluster", ["--ha", "--datanodes", "2"]);

    public ValueTask InitializeAsync() => Cluster.InitializeAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
