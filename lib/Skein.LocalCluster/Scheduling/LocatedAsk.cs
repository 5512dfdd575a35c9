using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Scheduling;

/// <summary>Resource requests of one shape: an entry for anywhere, and entries for nodes and racks where they prefer or insist.</summary>
internal sealed class LocatedAsk(int priority, long allocationRequestId, ResourceAmounts amounts) : Ask(priority, allocationRequestId, amounts)
{
    private readonly Dictionary<string, ResourceRequestProto> _entries = new(StringComparer.Ordinal);

    public override int Count => _entries.GetValueOrDefault(Anywhere)?.NumContainers ?? 0;

    /// <summary>Takes what a heartbeat says: counts are absolute, and 0 withdraws.</summary>
    public void Set(ResourceRequestProto request)
    {
        if (request.NumContainers > 0)
            _entries[request.ResourceName] = request.Clone();
        else
            _entries.Remove(request.ResourceName);
    }

    /// <inheritdoc />
    public override int? Distance(NodeUsage node, AllocationTags tags)
    {
        if (!_entries.TryGetValue(Anywhere, out var anywhere) || anywhere.NodeLabelExpression != node.Label)
            return null;
        if (_entries.Count > 1)
        {
            if (_entries.ContainsKey(node.Host))
                return 0;
            // A level is passed over only where it is relaxed: a strict entry for a node has relax_locality off at its rack and everywhere.
            if (_entries.TryGetValue(node.Rack, out var onRack) && IsRelaxed(onRack))
                return 1;
        }

        return IsRelaxed(anywhere) ? Anyhow : null;
    }

    /// <inheritdoc />
    public override void Grant(NodeUsage node)
    {
        Lower(node.Host);
        Lower(node.Rack);
        Lower(Anywhere);
    }

    private static bool IsRelaxed(ResourceRequestProto entry) => !entry.HasRelaxLocality || entry.RelaxLocality;

    private void Lower(string name)
    {
        if (_entries.TryGetValue(name, out var entry) && --entry.NumContainers <= 0)
            _entries.Remove(name);
    }
}
