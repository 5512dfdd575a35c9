using Skein.ApplicationMaster.Allocation;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>Which request was made for which container, so that allocations find the one they were asked for.</summary>
internal sealed class RequestBook
{
    private readonly Dictionary<long, ServiceContainer> _outstanding = [];

    private readonly Dictionary<RequestShape, SortedSet<long>> _outstandingByShape = [];

    // A container granted before the withdrawal reached the ResourceManager arrives within a heartbeat or two: a short memory will do.
    private const int RememberedWithdrawals = 4096;

    // Requests taken back whose container may still arrive, and all that were lately, oldest first.
    private readonly Dictionary<long, RequestShape> _withdrawn = [];
    private readonly Queue<long> _withdrawals = new();
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
        if (!_outstandingByShape.TryGetValue(container.Service.Shape, out var alike))
            _outstandingByShape.Add(container.Service.Shape, alike = []);
        alike.Add(container.RequestId);
        return container.RequestId;
    }

    /// <summary>The container of an outstanding request, which is closed; null if no such request is outstanding.</summary>
    public ServiceContainer? Close(long requestId)
    {
        if (!_outstanding.Remove(requestId, out var container))
            return null;
        _outstandingByShape[container.Service.Shape].Remove(requestId);
        container.RequestId = 0;
        return container;
    }

    /// <summary>Closes a request before its answer has come.</summary>
    public long Withdraw(ServiceContainer container)
    {
        var requestId = container.RequestId;
        Close(requestId);
        if (_withdrawals.Count == RememberedWithdrawals)
            _withdrawn.Remove(_withdrawals.Dequeue());
        _withdrawals.Enqueue(requestId);
        _withdrawn.Add(requestId, container.Service.Shape);
        return requestId;
    }

    /// <summary>
    /// The container that has waited longest for what a withdrawn request asked for, whichever its service; null if there is none, or
    /// no such request. The withdrawn request is forgotten: its container has come.
    /// </summary>
    public ServiceContainer? TakeWithdrawn(long requestId) =>
        _withdrawn.Remove(requestId, out var shape) && _outstandingByShape[shape] is { Count: > 0 } alike ? _outstanding[alike.Min] : null;
}
