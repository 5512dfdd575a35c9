using System.Net;
using System.Net.Sockets;

namespace Skein.EndToEnd.Tests.Support;

/// <summary>Ports of this machine.</summary>
internal static class Ports
{
    // Below those that the system gives to outgoing connections, one of which could take the port before it is listened on.
    private const int First = 20_000;
    private const int Last = 30_000;

    /// <summary>A port that nobody listened on a moment ago.</summary>
    public static int Unused()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another one is not.
            }
        }
    }
}
