using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Scheduling;

/// <summary>
/// Containers of one shape that an attempt waits for: one entry for anywhere, and entries for nodes and racks where it prefers or insists.
/// </summary>
internal sealed class Ask(int priority, long allocationRequestId, ResourceAmounts amounts, ResourceProto capability)
{
    /// <summary>The name that stands for every node.</summary>
    public const string Anywhere = "*";

    private readonly Dictionary<string, ResourceRequestProto> _entries = new(StringComparer.Ordinal);

    public int Priority => priority;

    public long AllocationRequestId => allocationRequestId;

    public ResourceAmounts Amounts => amounts;

    /// <summary>The capability as it was asked for, further types of resources included.</summary>
    public ResourceProto Capability => capability;

    /// <summary>Containers still awaited.</summary>
    public int Count => _entries.GetValueOrDefault(Anywhere)?.NumContainers ?? 0;

    public string Label => _entries.GetValueOrDefault(Anywhere)?.NodeLabelExpression ?? "";

    /// <summary>Takes what a heartbeat says: counts are absolute, and 0 withdraws.</summary>
    public void Set(ResourceRequestProto request)
    {
        if (request.NumContainers > 0)
            _entries[request.ResourceName] = request.Clone();
        else
            _entries.Remove(request.ResourceName);
    }

    /// <summary>Whether a container of this shape may be on a node.</summary>
    public bool Allows(string host, string rack, string label)
    {
        if (Count <= 0 || Label != label)
            return false;
        if (_entries.ContainsKey(host))
            return true;
        // A level is passed over only where it is relaxed: a strict entry for a node has relax_locality off at its rack and everywhere.
        if (_entries.TryGetValue(rack, out var onRack) && (!onRack.HasRelaxLocality || onRack.RelaxLocality))
            return true;
        var anywhere = _entries[Anywhere];
        return !anywhere.HasRelaxLocality || anywhere.RelaxLocality;
    }

    /// <summary>Notes that one container was granted on a node.</summary>
    public void Grant(string host, string rack)
    {
        Lower(host);
        Lower(rack);
        Lower(Anywhere);
    }

    private void Lower(string name)
    {
        if (_entries.TryGetValue(name, out var entry) && --entry.NumContainers <= 0)
            _entries.Remove(name);
    }
}
