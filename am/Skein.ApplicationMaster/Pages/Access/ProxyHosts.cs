using System.Net;
using System.Net.Sockets;
using Skein.Hadoop.Processes;

namespace Skein.ApplicationMaster.Pages.Access;

/// <summary>YARN's web proxies as clients: who connects from their addresses, and on this machine belongs to whoever serves them.</summary>
/// <param name="proxies">Their addresses.</param>
/// <param name="resolve">Finds the addresses of a host.</param>
/// <param name="time">Clock of how long found addresses hold: 5 min, or 10 s for who is not among them.</param>
internal sealed class ProxyHosts(
    IReadOnlyList<Uri> proxies, Func<string, CancellationToken, Task<IPAddress[]>> resolve, TimeProvider time)
{
    private static readonly TimeSpan Holds = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan HoldsForStrangers = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IPAddress[][] _addresses = [.. proxies.Select(static _ => Array.Empty<IPAddress>())];
    private long _found;
    private Task _first = Task.CompletedTask;

    /// <summary>Begins to find the addresses, for which the first visitors wait.</summary>
    public void Find() => _first = FindAsync(CancellationToken.None);

    /// <summary>Whether a client at an address may be a proxy, as far as is known; asks nobody.</summary>
    public bool MayBeAt(IPAddress client)
    {
        for (var i = 0; i < _addresses.Length; i++)
        {
            if (MayBeAt(i, client))
                return true;
        }

        return false;
    }

    /// <summary>Whether a client is a proxy.</summary>
    /// <param name="client">Its end of the connection.</param>
    /// <param name="server">This process's end.</param>
    /// <param name="cancellation">Ends the search for addresses.</param>
    public async ValueTask<bool> IncludeAsync(IPEndPoint client, IPEndPoint server, CancellationToken cancellation)
    {
        await _first.WaitAsync(cancellation);
        var found = Volatile.Read(ref _found);
        if (time.GetElapsedTime(found) >= (MayBeAt(client.Address) ? Holds : HoldsForStrangers)
            && Interlocked.CompareExchange(ref _found, time.GetTimestamp(), found) == found)
        {
            await FindAsync(cancellation);
        }

        if (!IsOfThisMachine(client.Address))
            return _addresses.Any(addresses => addresses.Contains(client.Address));
        // Every user of this machine can connect from any of its addresses.
        return MayBeAt(client.Address) && SocketUsers.OfConnection(client, server) is { } user && Serves(user, client.Address);
    }

    // Those of proxies that can not be found now stay as they were.
    private async Task FindAsync(CancellationToken cancellation)
    {
        _found = time.GetTimestamp();
        for (var i = 0; i < proxies.Count; i++)
        {
            if (IPAddress.TryParse(proxies[i].DnsSafeHost, out var address))
            {
                Volatile.Write(ref _addresses[i], [address]);
                continue;
            }

            // A search that has begun in the system's library goes on whatever its token says.
            using var deadline = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
            try
            {
                Volatile.Write(ref _addresses[i], await resolve(proxies[i].DnsSafeHost, either.Token).WaitAsync(either.Token));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                // A name server that fails does not make proxies strangers.
            }
        }
    }

    private bool Serves(string user, IPAddress client)
    {
        for (var i = 0; i < _addresses.Length; i++)
        {
            if (!MayBeAt(i, client))
                continue;
            foreach (var address in Volatile.Read(ref _addresses[i]))
            {
                if (SocketUsers.OfListener(new IPEndPoint(IsAny(address) ? client : address, proxies[i].Port)) == user)
                    return true;
            }
        }

        return false;
    }

    // YARN takes a proxy at a loopback address, or at all addresses, for one at its machine's own name, and has it connect from there.
    private bool MayBeAt(int proxy, IPAddress client) => Array.Exists(
        Volatile.Read(ref _addresses[proxy]),
        known => known.Equals(client) || ((IsAny(known) || IPAddress.IsLoopback(known)) && IsOfThisMachine(client)));

    // Only these can be listened at. What the machine's interfaces are called would have to be asked again and again.
    private static bool IsOfThisMachine(IPAddress address)
    {
        if (IPAddress.IsLoopback(address))
            return true;
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
