namespace Skein.EndToEnd.Tests.Support;

/// <summary>A real cluster with Kerberos whose tokens hold for a minute, and for two when they are renewed.</summary>
public sealed class ShortTokenCluster : IAsyncLifetime
{
    internal SecureCluster Cluster { get; } = new("short-token-cluster", [
        "--set", "dfs.namenode.delegation.token.renew-interval=60000",
        "--set", "dfs.namenode.delegation.token.max-lifetime=120000",
        "--set", "yarn.resourcemanager.delegation.token.renew-interval=60000",
        "--set", "yarn.resourcemanager.delegation.token.max-lifetime=120000",
        // For bringing logs away with new tokens.
        "--set", "yarn.resourcemanager.proxy-user-privileges.enabled=true",
    ]);

    public ValueTask InitializeAsync() => Cluster.InitializeAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
