using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Allocation;

/// <summary>
/// What the ResourceManager has to know of this application: requests outstanding and containers given back. Only changes are sent;
/// after the ResourceManager has lost its memory, everything is a change again.
/// </summary>
/// <remarks>Not thread-safe: its owner guards it.</remarks>
internal sealed class AskTable
{
    /// <summary>
    /// Requests that one heartbeat tells of at most. The ResourceManager handles a heartbeat in one go, while others wait; the rest follows
    /// with the next one.
    /// </summary>
    internal const int MostTold = 1000;

    private readonly Dictionary<long, ContainerRequest> _outstanding = [];
    private readonly HashSet<long> _unsent = [];
    private readonly List<ContainerRequest> _withdrawn = [];

    // Given back and not seen completed yet: the set to repeat to a ResourceManager that restarted.
    private readonly HashSet<ContainerIdProto> _releasing = [];
    private readonly HashSet<ContainerIdProto> _unsentReleases = [];

    /// <summary>Whether a container is awaited.</summary>
    public bool IsAsking => _outstanding.Count > 0;

    /// <summary>Whether there is something the ResourceManager has not been told.</summary>
    public bool HasChanges => _unsent.Count > 0 || _withdrawn.Count > 0 || _unsentReleases.Count > 0;

    /// <summary>The requests that are outstanding.</summary>
    public IEnumerable<ContainerRequest> Outstanding => _outstanding.Values;

    public void Add(ContainerRequest request)
    {
        _outstanding.Add(request.Id, request);
        _unsent.Add(request.Id);
    }

    /// <summary>Takes a request back; one that was never sent is simply forgotten, as is one that was granted meanwhile.</summary>
    public void Withdraw(long requestId)
    {
        if (_outstanding.Remove(requestId, out var request) && !_unsent.Remove(requestId))
            _withdrawn.Add(request);
    }

    /// <summary>Notes that a request was granted or turned down: the ResourceManager has lowered its own count.</summary>
    public void Granted(long requestId)
    {
        _outstanding.Remove(requestId);
        _unsent.Remove(requestId);
    }

    public void Release(ContainerIdProto container)
    {
        if (_releasing.Add(container))
            _unsentReleases.Add(container);
    }

    /// <summary>Notes that a container is gone.</summary>
    public void Completed(ContainerIdProto container)
    {
        _releasing.Remove(container);
        _unsentReleases.Remove(container);
    }

    /// <summary>Moves changes into a heartbeat, which the caller repeats until it is answered.</summary>
    /// <remarks>
    /// The CapacityScheduler drops the scheduling requests of a heartbeat that has new asks too. So the two kinds are never told together:
    /// where there are both, scheduling requests stay behind as changes for the next heartbeat.
    /// </remarks>
    public void MoveChangesInto(
        AllocateRequestProto heartbeat, Func<string, string> rackOf, Func<string, IReadOnlyList<string>> hostsOf)
    {
        var asks = _withdrawn.Exists(IsAsk) || _unsent.Any(requestId => IsAsk(_outstanding[requestId]));
        var withdrawn = _withdrawn.Where(request => IsAsk(request) == asks).Take(MostTold).ToHashSet();
        foreach (var request in withdrawn)
            Write(request, 0, heartbeat, rackOf, hostsOf);
        var told = _unsent.Where(requestId => IsAsk(_outstanding[requestId]) == asks).Order().Take(MostTold - withdrawn.Count).ToList();
        foreach (var requestId in told)
            Write(_outstanding[requestId], 1, heartbeat, rackOf, hostsOf);
        heartbeat.Release.AddRange(_unsentReleases);
        _withdrawn.RemoveAll(withdrawn.Contains);
        _unsent.ExceptWith(told);
        _unsentReleases.Clear();
    }

    /// <summary>Makes everything a change again, for a ResourceManager that knows nothing of this application any more.</summary>
    public void Resend()
    {
        _withdrawn.Clear();
        _unsent.UnionWith(_outstanding.Keys);
        _unsentReleases.UnionWith(_releasing);
    }

    private static bool IsAsk(ContainerRequest request) => request.Tag is null;

    private static void Write(
        ContainerRequest request,
        int count,
        AllocateRequestProto heartbeat,
        Func<string, string> rackOf,
        Func<string, IReadOnlyList<string>> hostsOf)
    {
        if (IsAsk(request))
            heartbeat.Ask.AddRange(ResourceRequests.Write(request, count, rackOf, hostsOf));
        else
            heartbeat.SchedulingRequests.Add(SchedulingRequests.Write(request, count));
    }
}
