using System.Collections.Concurrent;

namespace Skein.ApplicationMaster.Allocation;

/// <summary>
/// Which hosts are in which racks, for the hosts and racks that services ask for. Asks for a host must name its rack too, and asks for a
/// rack its hosts; only the cluster knows either.
/// </summary>
/// <param name="listNodes">Host and rack of every node of the cluster.</param>
internal sealed class RackMap(Func<CancellationToken, Task<IReadOnlyDictionary<string, string>>> listNodes)
{
    // What Hadoop calls the rack of a node it was told nothing about.
    private const string DefaultRack = "/default-rack";

    private readonly ConcurrentDictionary<string, string> _racks = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _hosts = new(StringComparer.Ordinal);

    public string RackOf(string host) => _racks.GetValueOrDefault(host, DefaultRack);

    /// <summary>The hosts of a rack that was learnt of; empty if the cluster does not know the rack.</summary>
    public IReadOnlyList<string> HostsOf(string rack) => _hosts.GetValueOrDefault(rack, []);

    /// <summary>Looks places up that were not asked for before. A host the cluster does not know counts as on the default rack.</summary>
    public async Task LearnAsync(IReadOnlyCollection<string> hosts, IReadOnlyCollection<string> racks, CancellationToken cancellation)
    {
        if (hosts.All(_racks.ContainsKey) && racks.All(_hosts.ContainsKey))
            return;
        var nodes = await listNodes(cancellation);
        // The cluster could not be asked: what it does not say now is asked for again, since a wrong rack would stay for good.
        if (nodes.Count == 0)
            return;
        foreach (var host in hosts)
            _racks[host] = nodes.GetValueOrDefault(host, DefaultRack);
        foreach (var rack in racks)
            _hosts[rack] = [.. nodes.Where(node => node.Value == rack).Select(static node => node.Key)];
    }
}
