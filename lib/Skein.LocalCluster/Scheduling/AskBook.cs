using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Scheduling;

/// <summary>What one attempt waits for, the most urgent first.</summary>
internal sealed class AskBook
{
    private readonly SortedDictionary<(int Priority, long RequestId, bool IsPlaced, ResourceAmounts Amounts), Ask> _asks = new(
        Comparer<(int Priority, long RequestId, bool IsPlaced, ResourceAmounts Amounts)>.Create(static (left, right) =>
            left.Priority != right.Priority ? left.Priority.CompareTo(right.Priority)
            : left.RequestId != right.RequestId ? left.RequestId.CompareTo(right.RequestId)
            : left.IsPlaced != right.IsPlaced ? left.IsPlaced.CompareTo(right.IsPlaced)
            : left.Amounts.CompareTo(right.Amounts)));

    /// <summary>The asks with containers to come.</summary>
    public IEnumerable<Ask> Open => _asks.Values.Where(static ask => ask.Count > 0);

    /// <summary>Whether anything is awaited.</summary>
    public bool IsEmpty => !_asks.Values.Any(static ask => ask.Count > 0);

    /// <summary>Containers awaited.</summary>
    public int Count => _asks.Values.Sum(static ask => ask.Count);

    /// <summary>What they take together.</summary>
    public ResourceAmounts Needed
    {
        get
        {
            var sum = default(ResourceAmounts);
            foreach (var ask in _asks.Values)
                sum += ask.Amounts * ask.Count;
            return sum;
        }
    }

    /// <summary>Takes one entry of a heartbeat.</summary>
    /// <param name="request">The entry.</param>
    /// <param name="amounts">Its capability, raised to the smallest container.</param>
    public void Set(ResourceRequestProto request, ResourceAmounts amounts)
    {
        var key = (request.Priority?.Priority ?? 0, request.HasAllocationRequestId ? request.AllocationRequestId : -1, false, amounts);
        if (!_asks.TryGetValue(key, out var ask))
        {
            if (request.NumContainers <= 0)
                return;
            _asks[key] = ask = new LocatedAsk(key.Item1, key.Item2, amounts);
        }

        ((LocatedAsk)ask).Set(request);
    }

    /// <summary>Takes one scheduling request of a heartbeat.</summary>
    /// <inheritdoc cref="Set(ResourceRequestProto, ResourceAmounts)" path="/param" />
    public void Set(SchedulingRequestProto request, ResourceAmounts amounts)
    {
        var key = (request.Priority?.Priority ?? 0, request.AllocationRequestId, true, amounts);
        if (!_asks.TryGetValue(key, out var ask))
            _asks[key] = ask = new PlacedAsk(key.Item1, key.Item2, amounts, request.Clone());
        ((PlacedAsk)ask).Set(request.ResourceSizing.NumAllocations);
    }

    /// <summary>Forgets what is satisfied or withdrawn. Not before a heartbeat's last entry: that for anywhere may follow those for nodes.</summary>
    public void Sweep()
    {
        List<(int, long, bool, ResourceAmounts)>? satisfied = null;
        foreach ((var key, var ask) in _asks)
        {
            if (ask.Count == 0)
                (satisfied ??= []).Add(key);
        }

        foreach (var key in satisfied ?? [])
            _asks.Remove(key);
    }

    public void Clear() => _asks.Clear();
}
