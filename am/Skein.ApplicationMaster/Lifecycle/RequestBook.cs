using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>Which request was made for which container, so that allocations find the one they were asked for.</summary>
internal sealed class RequestBook
{
    private readonly Dictionary<long, ServiceContainer> _outstanding = [];

    // A container granted before the withdrawal reached the ResourceManager arrives within a heartbeat or two: a short memory will do.
    private const int RememberedWithdrawals = 4096;

    // Requests taken back whose container may still arrive, oldest first.
    private readonly OrderedDictionary<long, ServiceState> _withdrawn = [];
    private long _last;

    /// <summary>
    /// The id of a request as an allocation carries it: as the allocation request id, or from older ResourceManagers as the priority.
    /// </summary>
    public static long IdOf(ContainerProto allocation) =>
        allocation.AllocationRequestId > 0 ? allocation.AllocationRequestId : allocation.Priority?.Priority ?? 0;

    /// <summary>A request for a container, under a number never used before.</summary>
    public long Open(ServiceContainer container)
    {
        container.RequestId = ++_last;
        _outstanding.Add(container.RequestId, container);
        return container.RequestId;
    }

    /// <summary>The container of an outstanding request, which is closed; null if no such request is outstanding.</summary>
    public ServiceContainer? Close(long requestId)
    {
        if (!_outstanding.Remove(requestId, out var container))
            return null;
        container.RequestId = 0;
        return container;
    }

    /// <summary>Closes a request before its answer has come.</summary>
    public long Withdraw(ServiceContainer container)
    {
        var requestId = container.RequestId;
        Close(requestId);
        if (_withdrawn.Count == RememberedWithdrawals)
            _withdrawn.RemoveAt(0);
        _withdrawn.Add(requestId, container.Service);
        return requestId;
    }

    /// <summary>The service that made a withdrawn request, which is forgotten; null for any other.</summary>
    public ServiceState? TakeWithdrawn(long requestId) =>
        _withdrawn.Remove(requestId, out var service) ? service : null;
}
