using System.Globalization;
using System.Net;

namespace Skein.LocalCluster.Pages.Access;

/// <summary>Tells by the kernel's tables of connections who is at the other end of one on this machine.</summary>
internal static class LoopbackPeers
{
    private const string Established = "01";
    private const string MappedToVersion6 = "0000000000000000FFFF0000";

    // What users outside of this user namespace are shown as.
    private const string Nobody = "65534";

    /// <summary>Whether both ends of an open connection over IPv4's loopback belong to the same user.</summary>
    /// <param name="client">Address and port of the end that opened it.</param>
    /// <param name="server">Those of this process's end.</param>
    public static bool IsSameUser(IPEndPoint client, IPEndPoint server)
    {
        var (theirs, ours) = (Written(client), Written(server));
        var us = UserOf("/proc/net/tcp", ours, theirs);
        var them = UserOf("/proc/net/tcp", theirs, ours)
            ?? UserOf("/proc/net/tcp6", MappedToVersion6 + theirs, MappedToVersion6 + ours);
        return us is not (null or Nobody) && us == them;
    }

    /// <summary>
    /// Line by line, led by a heading: number, local and remote address, state, queues, timer, retransmissions, user ... of proc(5). Ends
    /// that nobody holds any more are in other states, and are shown as root's.
    /// </summary>
    private static string? UserOf(string table, string local, string remote)
    {
        try
        {
            foreach (var line in File.ReadLines(table))
            {
                if (line.Contains(local, StringComparison.Ordinal)
                    && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var from, var to, Established, _, _, _, var user, ..]
                    && from == local
                    && to == remote)
                {
                    return user;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without the table nobody is known.
        }

        return null;
    }

    // The address as the machine's integer of its four bytes.
    private static string Written(IPEndPoint end) => string.Create(
        CultureInfo.InvariantCulture, $"{BitConverter.ToUInt32(end.Address.MapToIPv4().GetAddressBytes()):X8}:{end.Port:X4}");
}
