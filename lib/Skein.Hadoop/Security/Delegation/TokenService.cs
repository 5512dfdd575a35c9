using System.Net;
using System.Net.Sockets;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Security.Delegation;

/// <summary>What a token calls the service that it opens. Issuers leave that to whoever gets the token.</summary>
internal static class TokenService
{
    /// <summary>
    /// The name of a service: <c>address:port</c>, or <c>host:port</c> in lower case. Of servers that stand in for each other, the names of all
    /// of them with commas between.
    /// </summary>
    /// <param name="servers">The servers.</param>
    /// <param name="byAddress"><c>hadoop.security.token.service.use_ip</c>.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="RpcConnectionException">A host has no address.</exception>
    public static async Task<string> FindAsync(IReadOnlyList<HadoopEndpoint> servers, bool byAddress, CancellationToken cancellation)
    {
        var names = new string[servers.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var host = byAddress ? await AddressAsync(servers[i], cancellation) : servers[i].Host.ToLowerInvariant();
            names[i] = $"{host}:{servers[i].Port}";
        }

        return string.Join(',', names);
    }

    // Of several the first one of IPv4, as Java takes it.
    private static async Task<string> AddressAsync(HadoopEndpoint server, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(server.Host, out var given))
            return given.ToString();
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(server.Host, cancellation);
            foreach (var address in addresses)
            {
                if (address.AddressFamily == AddressFamily.InterNetwork)
                    return address.ToString();
            }

            return addresses.Length > 0 ? addresses[0].ToString() : throw Unknown(cause: null);
        }
        catch (SocketException e)
        {
            throw Unknown(e);
        }

        RpcConnectionException Unknown(SocketException? cause) =>
            new(server, RpcFailure.Unreachable, $"the host name {server.Host} can not be resolved", cause);
    }
}
