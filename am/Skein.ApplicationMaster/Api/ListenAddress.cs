using System.Net;
using System.Net.Sockets;

namespace Skein.ApplicationMaster.Api;

/// <summary>Where the application master listens.</summary>
internal static class ListenAddress
{
    /// <summary>
    /// All interfaces, since clients come from other nodes; the loopback interface alone where this node's name means nothing else, as
    /// in a cluster of one machine: then nobody else could find the application master anyway.
    /// </summary>
    /// <param name="nodeHost">This node's name.</param>
    /// <param name="cancellation">Gives up resolving the name.</param>
    public static async Task<IPAddress> ForAsync(string nodeHost, CancellationToken cancellation)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(nodeHost, cancellation);
        }
        catch (SocketException)
        {
            addresses = [];
        }

        return Choose(addresses, Socket.OSSupportsIPv6);
    }

    /// <param name="node">What this node's name means.</param>
    /// <param name="hasIPv6">Whether the machine speaks IPv6 at all.</param>
    internal static IPAddress Choose(IReadOnlyList<IPAddress> node, bool hasIPv6)
    {
        if (node.Count == 0 || !node.All(IPAddress.IsLoopback))
            return hasIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
        return node.FirstOrDefault(static a => a.AddressFamily == AddressFamily.InterNetwork) ?? IPAddress.IPv6Loopback;
    }
}
