using Skein.Hadoop.Configuration;
using Skein.Hadoop.Rpc;

namespace Skein.ApplicationMaster.Pages;

/// <summary>Where users find the application's web pages: behind YARN's proxy, which is part of the ResourceManager or runs by itself.</summary>
internal static class ProxyAddress
{
    /// <summary>
    /// <c>http://host:port/proxy/application_…/</c>: of the proxy that runs by itself, else of every ResourceManager, any of which may be
    /// the active one. At least one; each ends with a slash. HTTPS where YARN serves nothing else.
    /// </summary>
    /// <param name="configuration">The cluster's configuration.</param>
    /// <param name="webProxyBase">Path of the application's pages behind the proxy.</param>
    /// <param name="nodeHost">Name of this machine, for a proxy that listens at all addresses of its own: it is on this machine then.</param>
    /// <exception cref="HadoopConfigurationException">An address is missing or malformed.</exception>
    public static IReadOnlyList<string> Find(HadoopConfiguration configuration, string webProxyBase, string nodeHost)
    {
        var (scheme, key, port) = IsSecure(configuration)
            ? ("https", ConfigurationKeys.ResourceManagerSecureWebAddress, ResourceManagerEndpoints.SecureWebPort)
            : ("http", ConfigurationKeys.ResourceManagerWebAddress, ResourceManagerEndpoints.WebPort);
        var proxies = configuration.Get(ConfigurationKeys.WebProxyAddress) is { Length: > 0 }
            ? [configuration.GetEndpoint(ConfigurationKeys.WebProxyAddress, port)]
            : ResourceManagerEndpoints.Find(configuration, key, port);
        var addresses = new string[proxies.Count];
        for (var i = 0; i < addresses.Length; i++)
            addresses[i] = $"{scheme}://{HostOf(proxies[i], nodeHost)}:{proxies[i].Port}{webProxyBase.TrimEnd('/')}/";
        return addresses;
    }

    /// <summary>Whether YARN's pages are served by HTTPS only.</summary>
    public static bool IsSecure(HadoopConfiguration configuration) =>
        string.Equals(configuration.Get(ConfigurationKeys.WebPolicy), "HTTPS_ONLY", StringComparison.OrdinalIgnoreCase);

    private static string HostOf(HadoopEndpoint proxy, string nodeHost) => proxy.Host switch
    {
        "0.0.0.0" or "::" => nodeHost,
        var host when host.Contains(':') => $"[{host}]",
        var host => host,
    };
}
