using System.Net;
using System.Net.Sockets;

namespace Skein.EndToEnd.Tests.Support;

/// <summary>Ports of this machine.</summary>
internal static class Ports
{
    /// <summary>A port that nobody listened on a moment ago.</summary>
    public static int Unused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
