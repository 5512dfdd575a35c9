using Skein.ApplicationMaster.Allocation;
using Skein.Hadoop.Yarn.Protocol;
using static Skein.ApplicationMaster.Tests.Simulation.InvariantBrokenException;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Simulation;

/// <summary>
/// A ResourceManager as an application master sees it: absolute counts by request and place, answers that are repeated when the same
/// response id comes again, restarts that forget all asks and keep the containers that were delivered.
/// </summary>
internal sealed class SimulatedResourceManager(Random random, Journal journal)
{
    /// <summary>All of its nodes.</summary>
    public static readonly IReadOnlyList<NodeIdProto> Nodes = [.. Enumerable.Range(1, 3).Select(i => new NodeIdProto { Host = $"node{i}", Port = 8041 })];

    private readonly SortedDictionary<long, Dictionary<string, ResourceRequestProto>> _asks = [];
    private readonly OrderedDictionary<ContainerIdProto, SimulatedContainer> _alive = [];
    private readonly List<SimulatedContainer> _untold = [];
    private readonly Dictionary<long, SchedulingRequestProto> _placed = [];
    private readonly List<RejectedSchedulingRequestProto> _rejected = [];
    private List<ContainerStatusProto> _ended = [];
    private AllocateResponseProto? _last;
    private bool _wasLost;
    private bool _isForgetful;
    private int _responseId;
    private int _containers;

    public ClusterHabits Habits { get; set; } = ClusterHabits.Fair;

    /// <summary>Requests it has yet to grant.</summary>
    public IEnumerable<long> Outstanding => _asks.Keys;

    /// <summary>Requests it has granted or turned down, by an answer that has not arrived yet.</summary>
    public IEnumerable<long> OnTheWay => _alive.Values.Where(static c => !c.IsDelivered).Select(static c => c.RequestId)
        .Concat(_rejected.Select(static r => r.Request.AllocationRequestId));

    public IEnumerable<SimulatedContainer> Alive => _alive.Values;

    /// <summary>Whether the next answer can bring something.</summary>
    public bool HasNews => _untold.Count > 0 || _rejected.Count > 0 || _ended.Count > 0 || _wasLost || _isForgetful;

    public SimulatedContainer? Find(ContainerIdProto id) => _alive.GetValueOrDefault(id);

    public void Register()
    {
        (_isForgetful, _responseId, _last) = (false, 0, null);
        journal.Write("the application master registers again");
    }

    /// <summary>One heartbeat; null if its answer was lost.</summary>
    public AllocateResponseProto? Allocate(AllocateRequestProto request)
    {
        if (_isForgetful)
            return new AllocateResponseProto { AMCommand = AMCommandProto.AmResync };
        if (_last is null || request.ResponseId != _responseId - 1)
        {
            Require(request.ResponseId == _responseId, $"heartbeat with response id {request.ResponseId} where {_responseId} was due");
            Read(request);
            _last = Compose();
        }

        _wasLost = random.NextDouble() < Habits.LostAnswers;
        if (_wasLost)
        {
            journal.Write("the answer to a heartbeat is lost");
            return null;
        }

        foreach (var container in _last.AllocatedContainers)
        {
            if (Find(container.Id) is { } alive)
                alive.IsDelivered = true;
        }

        return _last.Clone();
    }

    /// <summary>Grants some of what is asked for; the number of requests granted.</summary>
    public int Schedule(int most = int.MaxValue)
    {
        var granted = 0;
        foreach (var (id, places) in _asks.ToArray())
        {
            if (granted == most)
                break;
            if (random.NextDouble() >= Habits.Grants)
                continue;
            granted++;
            _asks.Remove(id);
            if (_placed.TryGetValue(id, out var placed) && random.NextDouble() < Habits.Rejections)
            {
                Reject(placed);
                continue;
            }

            var capability = places[ResourceRequests.Anywhere].Capability;
            do
                Grant(id, capability);
            while (random.NextDouble() < Habits.Extra);
        }

        return granted;
    }

    /// <summary>Ends a container, which the application master is told of later.</summary>
    public void End(SimulatedContainer container, int exitStatus, string why)
    {
        if (!_alive.Remove(container.Id))
            return;
        journal.Write($"container {container} ends with {exitStatus}: {why}");
        _ended.Add(new ContainerStatusProto
        {
            ContainerId = container.Id.Clone(), State = ContainerStateProto.CComplete, ExitStatus = exitStatus, Diagnostics = why,
        });
    }

    /// <summary>Takes a node away with everything that runs there.</summary>
    public void LoseNode()
    {
        var host = Nodes[random.Next(Nodes.Count)].Host;
        journal.Write($"{host} is lost");
        foreach (var container in _alive.Values.Where(c => c.IsDelivered && c.Allocation.NodeId.Host == host).ToArray())
            End(container, -100, "Container released on a *lost* node");
    }

    /// <summary>
    /// Forgets what was asked. Containers that no answer has delivered are gone without a word; ends that no heartbeat has acknowledged
    /// are told once more, since NodeManagers report them again.
    /// </summary>
    public void Restart()
    {
        journal.Write("the ResourceManager restarts");
        _asks.Clear();
        _rejected.Clear();
        _untold.Clear();
        foreach (var undelivered in _alive.Values.Where(static c => !c.IsDelivered).ToArray())
            _alive.Remove(undelivered.Id);
        if (_last is not null)
            _ended = [.. _last.CompletedContainerStatuses, .. _ended];
        (_last, _wasLost, _isForgetful) = (null, false, true);
    }

    private void Read(AllocateRequestProto heartbeat)
    {
        // As the CapacityScheduler does: beside asks it does not look at them.
        IReadOnlyList<SchedulingRequestProto> scheduling = heartbeat.Ask.Count == 0 ? heartbeat.SchedulingRequests : [];
        foreach (var request in scheduling)
            _placed[request.AllocationRequestId] = request;
        foreach (var ask in heartbeat.Ask.Concat(scheduling.Select(Anywhere)))
        {
            Require(ask.Priority.Priority == ask.AllocationRequestId, "an older ResourceManager would mix requests up: " + ask);
            Require(ask.NumContainers is 0 or 1, "a request is for one container: " + ask);
            if (ask.NumContainers > 0)
                Places(ask.AllocationRequestId)[ask.ResourceName] = ask;
            else if (_asks.TryGetValue(ask.AllocationRequestId, out var places) && places.Remove(ask.ResourceName) && places.Count == 0)
                _asks.Remove(ask.AllocationRequestId);
        }

        foreach (var id in heartbeat.Release)
        {
            if (Find(id) is { } released)
                End(released, -100, "Container released by application");
        }
    }

    // A request with a placement counts as one for any place.
    private static ResourceRequestProto Anywhere(SchedulingRequestProto request) => new()
    {
        Priority = request.Priority,
        AllocationRequestId = request.AllocationRequestId,
        ResourceName = ResourceRequests.Anywhere,
        Capability = request.ResourceSizing.Resources,
        NumContainers = request.ResourceSizing.NumAllocations,
    };

    private Dictionary<string, ResourceRequestProto> Places(long requestId)
    {
        if (!_asks.TryGetValue(requestId, out var places))
            _asks.Add(requestId, places = new Dictionary<string, ResourceRequestProto>(StringComparer.Ordinal));
        return places;
    }

    private AllocateResponseProto Compose()
    {
        var response = new AllocateResponseProto { ResponseId = ++_responseId };
        foreach (var container in _alive.Values.Where(c => c.IsDelivered && random.NextDouble() < Habits.Repeats))
            response.AllocatedContainers.Add(container.Allocation);
        // Who answers late does not keep the order either.
        foreach (var container in _untold.OrderBy(_ => random.Next()).ToArray())
        {
            if (random.NextDouble() >= Habits.Prompt)
                continue;
            _untold.Remove(container);
            response.AllocatedContainers.Add(container.Allocation);
        }

        response.CompletedContainerStatuses.AddRange(_ended);
        response.RejectedSchedulingRequests.AddRange(_rejected);
        _ended.Clear();
        _rejected.Clear();
        return response;
    }

    private void Reject(SchedulingRequestProto request)
    {
        journal.Write($"request {request.AllocationRequestId} is turned down");
        _rejected.Add(new RejectedSchedulingRequestProto { Reason = RejectionReasonProto.RrpCouldNotPlaceOnNode, Request = request });
    }

    private void Grant(long requestId, ResourceProto capability)
    {
        var allocation = Allocated(++_containers, requestId);
        allocation.NodeId = Nodes[random.Next(Nodes.Count)].Clone();
        allocation.Resource = capability.Clone();
        if (random.NextDouble() < Habits.TooSmall)
            allocation.Resource.Memory /= 2;
        if (!Habits.KnowsRequestIds)
            allocation.ClearAllocationRequestId();
        var container = new SimulatedContainer(allocation, requestId);
        _alive.Add(container.Id, container);
        _untold.Add(container);
        journal.Write($"request {requestId} is granted: container {container}, {allocation.Resource.Memory} MiB on {allocation.NodeId.Host}");
    }
}
