using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Configuration;

/// <summary>Reads how long a site's clients look for the active one of several servers.</summary>
public static class FailoverSettings
{
    // A standby ResourceManager does not listen, so nothing tells one that takes over from two that are down: a minute is enough for the
    // first and bearable in the second case. Hadoop's own clients wait half a minute each time, for a quarter of an hour.
    private static readonly TimeSpan LongestResourceManagerWait = TimeSpan.FromSeconds(5);

    /// <summary>For NameNodes: <c>dfs.client.failover.</c> over the defaults of <see cref="RpcFailoverOptions"/>.</summary>
    /// <exception cref="HadoopConfigurationException">A value is malformed.</exception>
    public static RpcFailoverOptions OfNameNodes(HadoopConfiguration configuration)
    {
        var defaults = new RpcFailoverOptions();
        return new RpcFailoverOptions
        {
            Attempts = configuration.GetInt(ConfigurationKeys.NameNodeFailovers, defaults.Attempts),
            FirstDelay = configuration.GetTimeout(ConfigurationKeys.NameNodeFailoverFirstWait, defaults.FirstDelay),
            MaxDelay = configuration.GetTimeout(ConfigurationKeys.NameNodeFailoverLongestWait, defaults.MaxDelay),
            RandomOrder = configuration.GetBool(ConfigurationKeys.NameNodeRandomOrder, defaults.RandomOrder),
        };
    }

    /// <summary>For ResourceManagers: <c>yarn.client.failover-</c>; without it, waits of 5 s at most, for about a minute in all.</summary>
    /// <exception cref="HadoopConfigurationException">A value is malformed.</exception>
    public static RpcFailoverOptions OfResourceManagers(HadoopConfiguration configuration)
    {
        var defaults = new RpcFailoverOptions();
        var attempts = configuration.GetInt(ConfigurationKeys.ResourceManagerFailovers, -1);
        return new RpcFailoverOptions
        {
            Attempts = attempts < 0 ? defaults.Attempts : attempts,
            FirstDelay = configuration.GetTimeout(ConfigurationKeys.ResourceManagerFailoverFirstWait, defaults.FirstDelay),
            MaxDelay = configuration.GetTimeout(ConfigurationKeys.ResourceManagerFailoverLongestWait, LongestResourceManagerWait),
        };
    }
}
