using System.Net;
using Skein.Hadoop.Configuration;

namespace Skein.Hadoop.Hdfs.DataTransfer.Protection;

/// <summary>
/// Between which addresses connections to DataNodes need no protection. Of the Java classes that <c>dfs.trustedchannel.resolver.class</c>
/// may name, Hadoop's own two are known; any other trusts nobody here.
/// </summary>
/// <remarks>
/// Both ends of a connection must be trusted. The lists are files of addresses and networks, one a line, <c>#</c> before a comment; they
/// are read once, and a missing file is an empty list.
/// </remarks>
public sealed class TrustedChannels
{
    private const string JavaPackage = "org.apache.hadoop.hdfs.protocol.datatransfer.";

    private readonly List<IPNetwork> _local;
    private readonly List<IPNetwork> _remote;

    // Whether the lists name those that are trusted, or those that are not.
    private readonly bool _listed;

    private TrustedChannels(List<IPNetwork> local, List<IPNetwork> remote, bool listed)
    {
        _local = local;
        _remote = remote;
        _listed = listed;
    }

    /// <summary>Trusts nobody.</summary>
    public static TrustedChannels None { get; } = new([], [], listed: true);

    /// <summary>Reads what a site trusts.</summary>
    /// <exception cref="HadoopConfigurationException">A file can not be read, or has a line that is no address.</exception>
    public static TrustedChannels Read(HadoopConfiguration configuration) =>
        configuration.Get(ConfigurationKeys.TrustedChannelResolver) switch
        {
            JavaPackage + "WhitelistBasedTrustedChannelResolver" =>
                Read(configuration, "whitelist", "/etc/hadoop/fixedwhitelist", "/etc/hadoop/whitelist", listed: true),
            JavaPackage + "BlackListBasedTrustedChannelResolver" =>
                Read(configuration, "BlackList", "/etc/hadoop/fixedBlackList", "/etc/hadoop/blackList", listed: false),
            _ => None,
        };

    /// <summary>Whether a connection between two addresses needs no protection.</summary>
    public bool Trusts(IPAddress local, IPAddress remote) => Trusts(_local, local) && Trusts(_remote, remote);

    private static TrustedChannels Read(
        HadoopConfiguration configuration, string list, string fixedFile, string variableFile, bool listed)
    {
        return new TrustedChannels(Side("client"), Side("server"), listed);

        List<IPNetwork> Side(string side)
        {
            var networks = new List<IPNetwork>();
            AddFile(networks, configuration.Get(ConfigurationKeys.FixedAddressFile(side, list), fixedFile));
            if (configuration.GetBool(ConfigurationKeys.VariableAddressesEnabled(side, list), false))
                AddFile(networks, configuration.Get(ConfigurationKeys.VariableAddressFile(side, list), variableFile));
            return networks;
        }
    }

    private static void AddFile(List<IPNetwork> networks, string file)
    {
        try
        {
            if (!File.Exists(file))
                return;
            foreach (var line in File.ReadLines(file))
            {
                var entry = line.AsSpan().Trim();
                if (!entry.IsEmpty && entry[0] != '#')
                    networks.Add(Parse(file, entry));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HadoopConfigurationException(
                $"{file}, a list of {ConfigurationKeys.TrustedChannelResolver}, can not be read: {e.Message}", e);
        }
    }

    private static IPNetwork Parse(string file, ReadOnlySpan<char> entry)
    {
        if (IPAddress.TryParse(entry, out var address))
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return IPNetwork.TryParse(entry, out var network)
            ? network
            : throw new HadoopConfigurationException(
                $"{file}: \"{entry}\" is neither an address nor a network such as 10.0.0.0/8 ({ConfigurationKeys.TrustedChannelResolver})");
    }

    private bool Trusts(List<IPNetwork> networks, IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        foreach (var network in networks)
        {
            if (network.Contains(address))
                return _listed;
        }

        return !_listed;
    }
}
