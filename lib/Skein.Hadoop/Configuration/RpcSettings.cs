using Skein.Hadoop.Hdfs;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;

namespace Skein.Hadoop.Configuration;

/// <summary>Reads how a site wants its servers called.</summary>
public static class RpcSettings
{
    /// <summary>The site's <c>ipc.client.*</c> values and protection over the defaults of <see cref="RpcOptions"/>.</summary>
    /// <exception cref="HadoopConfigurationException">A value is malformed.</exception>
    public static RpcOptions Read(HadoopConfiguration configuration)
    {
        var defaults = new RpcOptions();
        return defaults with
        {
            ConnectTimeout = configuration.GetTimeout(ConfigurationKeys.ConnectTimeout, defaults.ConnectTimeout),
            CallTimeout = configuration.GetTimeout(ConfigurationKeys.RpcTimeout, defaults.CallTimeout),
            PingInterval = configuration.GetTimeout(ConfigurationKeys.PingInterval, defaults.PingInterval),
            IdleTimeout = configuration.GetTimeout(ConfigurationKeys.ConnectionMaximumIdle, defaults.IdleTimeout),
            // Hadoop writes 0 for "without limit"; here every answer has one.
            MaxResponseLength = configuration.GetInt(ConfigurationKeys.MaximumResponseLength, 0) is > 0 and var length
                ? length
                : defaults.MaxResponseLength,
            Protection = configuration.IsSet(ConfigurationKeys.RpcProtection)
                ? ProtectionLevels.Read(configuration, ConfigurationKeys.RpcProtection)
                : defaults.Protection,
            AllowSimpleFallback = !configuration.IsSecure || configuration.GetBool(ConfigurationKeys.FallbackToSimpleAllowed, false),
            ServerPrincipals = configuration.IsSecure ? ReadServerPrincipals(configuration) : null,
            Retry = defaults.Retry with
            {
                ConnectRetries = configuration.GetInt(ConfigurationKeys.ConnectRetries, defaults.Retry.ConnectRetries),
            },
        };
    }

    private static Dictionary<string, ServerPrincipal> ReadServerPrincipals(HadoopConfiguration configuration)
    {
        return new Dictionary<string, ServerPrincipal>(StringComparer.Ordinal)
        {
            [HdfsProtocols.NameNode] = Read(ConfigurationKeys.NameNodePrincipal),
            [HdfsProtocols.DataNode] = Read(ConfigurationKeys.DataNodePrincipal),
            [YarnProtocols.ApplicationClient] = Read(ConfigurationKeys.ResourceManagerPrincipal),
            [YarnProtocols.ApplicationMaster] = Read(ConfigurationKeys.ResourceManagerPrincipal),
            [YarnProtocols.ContainerManagement] = Read(ConfigurationKeys.NodeManagerPrincipal),
        };

        ServerPrincipal Read(string key) => new(key, configuration.Get(key), configuration.Get(ConfigurationKeys.PatternOf(key)));
    }
}
