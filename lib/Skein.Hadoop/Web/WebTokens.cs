using System.Net;
using System.Net.Sockets;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Web;

/// <summary>Finds tokens for web servers, which name them by address or by host.</summary>
internal static class WebTokens
{
    /// <summary>The first token that is for a server; null: there is none.</summary>
    /// <param name="credentials">Where to look.</param>
    /// <param name="host">The server.</param>
    /// <param name="isFor">Whether a token is for the server of a name: its host name, or an address of it.</param>
    /// <param name="cancellation">Gives up looking for the addresses.</param>
    public static async Task<Token?> FindAsync(
        Credentials credentials, string host, Func<Token, string, bool> isFor, CancellationToken cancellation)
    {
        if (credentials.IsEmpty)
            return null;
        var names = new List<string> { host };
        try
        {
            foreach (var address in await Dns.GetHostAddressesAsync(host, cancellation))
                names.Add(address.ToString());
        }
        catch (SocketException)
        {
            // The request will say so.
        }

        foreach (var token in credentials.Tokens.Values)
        {
            foreach (var name in names)
            {
                if (isFor(token, name))
                    return token;
            }
        }

        return null;
    }
}
