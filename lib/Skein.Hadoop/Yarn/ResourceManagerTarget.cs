using Skein.Hadoop.Configuration;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Yarn;

/// <summary>Whichever ResourceManager of a cluster is active, by what is to be asked of it.</summary>
public static class ResourceManagerTarget
{
    /// <summary>What clients ask.</summary>
    /// <exception cref="HadoopConfigurationException">An address is missing or malformed.</exception>
    public static RpcTarget ForClients(HadoopConfiguration configuration, UserIdentity user) => Find(
        configuration, ConfigurationKeys.ResourceManagerAddress, ResourceManagerEndpoints.ClientPort, YarnProtocols.ApplicationClient, user);

    /// <summary>What application masters ask.</summary>
    /// <param name="configuration">Settings.</param>
    /// <param name="user">As whom.</param>
    /// <param name="token">The application master's; as it is issued it does not say what it opens, and it opens each of them.</param>
    /// <exception cref="HadoopConfigurationException">An address is missing or malformed.</exception>
    public static RpcTarget ForApplicationMasters(HadoopConfiguration configuration, UserIdentity user, Token? token) => Find(
        configuration, ConfigurationKeys.ResourceManagerSchedulerAddress, ResourceManagerEndpoints.SchedulerPort, YarnProtocols.ApplicationMaster, user)
        with { Token = token };

    private static RpcTarget Find(HadoopConfiguration configuration, string key, int port, string protocol, UserIdentity user) =>
        RpcTarget.ToAny(ResourceManagerEndpoints.Find(configuration, key, port), protocol, user)
            with { Failover = FailoverSettings.OfResourceManagers(configuration) };
}
