using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Configuration;

/// <summary>A name that stands for several NameNodes, one of which is active: the <c>ns</c> of <c>hdfs://ns</c> and <c>webhdfs://ns</c>.</summary>
/// <param name="Name">As the configuration writes it: nodes and tokens tell its case, which a URI does not keep.</param>
/// <param name="NameNodes">Their addresses, in the order of <c>dfs.ha.namenodes.NAME</c>; at least one.</param>
public sealed record NameService(string Name, IReadOnlyList<HadoopEndpoint> NameNodes)
{
    /// <summary>What tokens call it, whichever NameNode gave them out.</summary>
    public string TokenService => $"ha-hdfs:{Name}";

    /// <summary>The name service of a file system; null: its URI names a host.</summary>
    /// <param name="configuration">The cluster's configuration.</param>
    /// <param name="fileSystem">URI of the file system.</param>
    /// <param name="key">Where the addresses are, such as <see cref="ConfigurationKeys.NameNodeAddress"/>; name and id follow it.</param>
    /// <param name="defaultPort">Used where an address names none.</param>
    /// <exception cref="HadoopConfigurationException">It is configured by half, or has a port, which belongs to no host.</exception>
    public static NameService? Find(HadoopConfiguration configuration, Uri fileSystem, string key, int defaultPort)
    {
        var name = NameOf(configuration, fileSystem.Host);
        var idsKey = ConfigurationKeys.NameNodesOf(name ?? fileSystem.Host);
        if (!configuration.IsSet(idsKey))
        {
            return name is null || fileSystem.Port > 0 ? null : throw new HadoopConfigurationException(
                $"{configuration.SourceOf(ConfigurationKeys.NameServices)}: {ConfigurationKeys.NameServices} says that {name} is no host, "
                + $"but {idsKey} does not name its NameNodes; set it to their ids, and {key}.{name}.ID to the address of each");
        }

        name ??= fileSystem.Host;
        // The usual port is taken for none, as Hadoop's own clients do.
        if (fileSystem.Port > 0 && fileSystem.Port != defaultPort)
        {
            throw new HadoopConfigurationException(
                $"{fileSystem} has a port, but {name} stands for the NameNodes of {idsKey}, whose ports {key} tells; write {fileSystem.Scheme}://{name}");
        }

        var ids = configuration.GetList(idsKey);
        if (ids.Count == 0)
            throw new HadoopConfigurationException($"{configuration.SourceOf(idsKey)}: {idsKey} names no NameNode");
        var nameNodes = new HadoopEndpoint[ids.Count];
        for (var i = 0; i < nameNodes.Length; i++)
            nameNodes[i] = configuration.GetEndpoint($"{key}.{name}.{ids[i]}", defaultPort);
        return new NameService(name, nameNodes);
    }

    // In the configuration's case; null: it is none.
    private static string? NameOf(HadoopConfiguration configuration, string host)
    {
        foreach (var name in configuration.GetList(ConfigurationKeys.NameServices))
        {
            if (name.Equals(host, StringComparison.OrdinalIgnoreCase))
                return name;
        }

        return null;
    }
}
