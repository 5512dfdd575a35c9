using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn;

namespace Skein.Hadoop.Security.Delegation;

/// <summary>Where the tokens come from that an application needs: the ResourceManager and the file systems that it uses.</summary>
/// <param name="configuration">The cluster's configuration.</param>
/// <param name="user">Whose tokens; Kerberos has to prove it, since none are given to who shows a token.</param>
/// <param name="rpc">Calls the servers.</param>
/// <param name="fileSystems">Knows their servers.</param>
public sealed class DelegationTokenSources(HadoopConfiguration configuration, UserIdentity user, RpcClient rpc, FileSystemFactory fileSystems)
{
    /// <summary>
    /// The principal that may renew what applications are submitted with: the ResourceManager's. Of several that stand in for each other the first
    /// one's, since they share a short name, by which renewers are known.
    /// </summary>
    /// <exception cref="HadoopConfigurationException">The configuration does not say who the ResourceManager is.</exception>
    public string FindResourceManager()
    {
        var name = configuration.Get(ConfigurationKeys.ResourceManagerPrincipal) is { Length: > 0 } given
            ? given
            : throw new HadoopConfigurationException(
                $"{ConfigurationKeys.ResourceManagerPrincipal} is not set, whom tokens have to name so that the ResourceManager renews them; "
                    + "set it as the ResourceManager's own configuration has it");
        return ServerPrincipal.AtHost(name, ResourceManagers()[0].Host);
    }

    /// <summary>Gets a token of the ResourceManager, one of the default file system, one of each other, and of the KMS of each.</summary>
    /// <param name="renewer">Principal that may renew them.</param>
    /// <param name="others">File systems beside the default one.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="IOException">A server can not be reached, or refuses.</exception>
    public async Task<DelegationTokens> GetAsync(string renewer, IEnumerable<Uri> others, CancellationToken cancellation)
    {
        var servers = ResourceManagers();
        var byAddress = configuration.GetBool(ConfigurationKeys.TokenServiceByAddress, true);
        var resourceManager = new DelegationTokenIssuer(
            rpc.Open(ResourceManagerTarget.ForClients(configuration, user)),
            waiting => TokenService.FindAsync(servers, byAddress, waiting));
        var files = await fileSystems.FindTokenIssuersAsync(others, cancellation);
        return await DelegationTokens.GetAsync([resourceManager, .. files], renewer, cancellation);
    }

    private IReadOnlyList<HadoopEndpoint> ResourceManagers() =>
        ResourceManagerEndpoints.Find(configuration, ConfigurationKeys.ResourceManagerAddress, ResourceManagerEndpoints.ClientPort);
}
