namespace Skein.EndToEnd.Tests.Support;

/// <summary>A real cluster with Kerberos whose NameNode wants a login on the web, too.</summary>
public sealed class WebLoginCluster : IAsyncLifetime
{
    internal SecureCluster Cluster { get; } = new("web-login-cluster", ["--web-login"]);

    public ValueTask InitializeAsync() => Cluster.InitializeAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
