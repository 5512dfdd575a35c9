using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Configuration;

/// <summary>Where the ResourceManagers of a cluster listen.</summary>
public static class ResourceManagerEndpoints
{
    /// <summary>Port of <see cref="ConfigurationKeys.ResourceManagerAddress"/> where none is given.</summary>
    public const int ClientPort = 8032;

    /// <summary>Port of <see cref="ConfigurationKeys.ResourceManagerSchedulerAddress"/> where none is given.</summary>
    public const int SchedulerPort = 8030;

    /// <summary>Port of <see cref="ConfigurationKeys.ResourceManagerWebAddress"/> where none is given.</summary>
    public const int WebPort = 8088;

    /// <summary>Port of <see cref="ConfigurationKeys.ResourceManagerSecureWebAddress"/> where none is given.</summary>
    public const int SecureWebPort = 8090;

    /// <summary>
    /// The addresses under one key: of the only ResourceManager, or, where several stand in for each other, of each in the order of
    /// <see cref="ConfigurationKeys.ResourceManagerIds"/>. An address that is not set follows from the host name.
    /// </summary>
    /// <param name="configuration">The cluster's configuration.</param>
    /// <param name="key">Such as <see cref="ConfigurationKeys.ResourceManagerAddress"/>.</param>
    /// <param name="defaultPort">Used where the setting names none.</param>
    /// <exception cref="HadoopConfigurationException">An id has neither address nor host name, or an address is malformed.</exception>
    public static IReadOnlyList<HadoopEndpoint> Find(HadoopConfiguration configuration, string key, int defaultPort)
    {
        if (!configuration.GetBool(ConfigurationKeys.ResourceManagerHaEnabled, false))
            return [FromHostname(configuration, key, ConfigurationKeys.ResourceManagerHostname, defaultPort)];

        var ids = configuration.GetList(ConfigurationKeys.ResourceManagerIds);
        if (ids.Count == 0)
        {
            throw new HadoopConfigurationException(
                $"{configuration.SourceOf(ConfigurationKeys.ResourceManagerHaEnabled)}: " +
                $"{ConfigurationKeys.ResourceManagerHaEnabled} is true, " +
                $"but {ConfigurationKeys.ResourceManagerIds} names no ResourceManager");
        }

        return [.. ids.Select(id =>
            FromHostname(configuration, $"{key}.{id}", $"{ConfigurationKeys.ResourceManagerHostname}.{id}", defaultPort))];
    }

    private static HadoopEndpoint FromHostname(HadoopConfiguration configuration, string key, string hostnameKey, int defaultPort) =>
        configuration.IsSet(key) || !configuration.IsSet(hostnameKey)
            ? configuration.GetEndpoint(key, defaultPort)
            : configuration.GetEndpoint(hostnameKey, defaultPort);
}
