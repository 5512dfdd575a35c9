using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Skein.Hadoop.Processes;

/// <summary>
/// Tells by the kernel's tables whose a TCP socket on this machine is. Line by line, led by a heading, they have: number, local and remote
/// address, state, queues, timer, retransmissions, user ... of proc(5). Ends that nobody holds any more are in other states, and are
/// shown as root's.
/// </summary>
public static class SocketUsers
{
    private const string Established = "01";
    private const string Listening = "0A";
    private const string MappedToVersion6 = "0000000000000000FFFF0000";

    // What users outside of this user namespace are shown as.
    private const string Nobody = "65534";

    /// <summary>Whether both ends of an open connection on this machine belong to the same user.</summary>
    /// <param name="client">Address and port of the end that opened it.</param>
    /// <param name="server">Those of this process's end.</param>
    public static bool IsSameUser(IPEndPoint client, IPEndPoint server) =>
        OfConnection(server, client) is { } us && us == OfConnection(client, server);

    /// <summary>Number of the user at one end of an open connection; null: nobody on this machine, or unknown.</summary>
    /// <param name="local">Address and port of that end.</param>
    /// <param name="remote">Those of the other end.</param>
    public static string? OfConnection(IPEndPoint local, IPEndPoint remote)
    {
        var (from, to) = (Written(local), Written(remote));
        if (IsVersion6(local))
            return Find("/proc/net/tcp6", from, to);
        return Find("/proc/net/tcp", from, to) ?? Find("/proc/net/tcp6", MappedToVersion6 + from, MappedToVersion6 + to);
    }

    /// <summary>Number of the user who listens at an address of this machine, alone or at all of them; null: nobody, or unknown.</summary>
    public static string? OfListener(IPEndPoint end)
    {
        var any = Find("/proc/net/tcp6", Written(new IPEndPoint(IPAddress.IPv6Any, end.Port)), null);
        if (IsVersion6(end))
            return Find("/proc/net/tcp6", Written(end), null) ?? any;
        return Find("/proc/net/tcp", Written(end), null)
            ?? Find("/proc/net/tcp6", MappedToVersion6 + Written(end), null)
            ?? Find("/proc/net/tcp", Written(new IPEndPoint(IPAddress.Any, end.Port)), null)
            ?? any;
    }

    private static string? Find(string table, string local, string? remote)
    {
        try
        {
            foreach (var line in File.ReadLines(table))
            {
                if (line.Contains(local, StringComparison.Ordinal)
                    && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var from, var to, var state, _, _, _, var user, ..]
                    && from == local
                    && (remote is null ? state == Listening : state == Established && to == remote))
                {
                    return user == Nobody ? null : user;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without the table nobody is known.
        }

        return null;
    }

    private static bool IsVersion6(IPEndPoint end) =>
        end.AddressFamily == AddressFamily.InterNetworkV6 && !end.Address.IsIPv4MappedToIPv6;

    // The address as the machine's integers of four of its bytes each.
    private static string Written(IPEndPoint end)
    {
        var bytes = (IsVersion6(end) ? end.Address : end.Address.MapToIPv4()).GetAddressBytes();
        var text = "";
        for (var i = 0; i < bytes.Length; i += 4)
            text += BitConverter.ToUInt32(bytes, i).ToString("X8", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{text}:{end.Port:X4}");
    }
}
