using Skein.ApplicationMaster.Allocation;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>The books of one service: its containers by instance, and what it waits for. Only the application loop touches it.</summary>
internal sealed class ServiceState
{
    // What a list of all containers may hold of ended ones, so that it fits into a message with as many active ones as there may be.
    private const int MostEnded = 5_000;
    private const int MostEndedText = 512 * 1024;

    // In the order of their instances, and without those that are forgotten.
    private readonly List<ServiceContainer> _containers = [];
    private readonly Queue<ServiceContainer> _ended = new();
    private readonly SortedSet<int> _waiting = [];
    private readonly SortedSet<int> _requested = [];
    private readonly SortedSet<int> _running = [];
    private readonly HashSet<int> _unready = [];
    private readonly HashSet<string> _unmet;

    // By state; those that are forgotten count on.
    private readonly int[] _counts = new int[(int)ContainerState.Killed + 1];
    private int _given;
    private int _endedText;
    private bool _wasReady;

    /// <param name="name">Unique among the application's services.</param>
    /// <param name="specification">As staged by the submitter.</param>
    /// <param name="tag">As in <see cref="ContainerRequest.Tag"/>.</param>
    public ServiceState(string name, Service specification, string? tag)
    {
        Name = name;
        Tag = tag;
        Specification = specification;
        Shape = RequestShape.Of(specification, tag);
        Rules = ServiceRules.Of(specification);
        Restarts = new RestartPolicy(Rules.Restart);
        _unmet = new HashSet<string>(specification.Depends, StringComparer.Ordinal);
    }

    public string Name { get; }

    /// <summary>As in <see cref="ContainerRequest.Tag"/>.</summary>
    public string? Tag { get; }

    public Service Specification { get; }

    public ServiceRules Rules { get; }

    /// <summary>What its requests have in common with those of services it can share containers with.</summary>
    public RequestShape Shape { get; }

    public RestartPolicy Restarts { get; }

    /// <summary>All containers, the latest of the ended ones included, in the order of their instances.</summary>
    public IReadOnlyList<ServiceContainer> Containers => _containers;

    public int ActiveCount => _waiting.Count + _requested.Count + _running.Count;

    /// <summary>Whether every dependency has started.</summary>
    public bool IsUnblocked => _unmet.Count == 0;

    /// <summary>Whether it counts as started for the services that depend on it. Happens once.</summary>
    public bool HasStarted { get; private set; }

    public IEnumerable<ServiceContainer> Waiting => Active(ContainerState.Waiting);

    /// <summary>
    /// The container that goes first when the service shrinks: the one that costs the least to give up, the oldest of its kind.
    /// </summary>
    public ServiceContainer? FirstToGive =>
        Oldest(_waiting) ?? Oldest(_requested) ?? Oldest(_running);

    /// <summary>A new container, waiting.</summary>
    public ServiceContainer Add(IReadOnlyDictionary<string, string> environment)
    {
        var container = new ServiceContainer(this, _given++, environment);
        _containers.Add(container);
        _waiting.Add(container.Instance);
        _counts[(int)ContainerState.Waiting]++;
        return container;
    }

    /// <summary>Takes a container from its state into another.</summary>
    public void Move(ServiceContainer container, ContainerState state)
    {
        _counts[(int)container.State]--;
        _counts[(int)state]++;
        InState(container.State)?.Remove(container.Instance);
        container.State = state;
        InState(state)?.Add(container.Instance);
        if (state == ContainerState.Running)
            _unready.Add(container.Instance);
        else
            _unready.Remove(container.Instance);
    }

    /// <summary>Notes that a container has ended and nothing of it changes any more; the oldest of too many such is forgotten.</summary>
    public void Retire(ServiceContainer container)
    {
        _ended.Enqueue(container);
        _endedText += container.ExitMessage.Length;
        while (_ended.Count > MostEnded || (_endedText > MostEndedText && _ended.Count > 1))
        {
            var oldest = _ended.Dequeue();
            _endedText -= oldest.ExitMessage.Length;
            _containers.RemoveAt(IndexOf(oldest.Instance));
        }
    }

    /// <summary>Notes that a running container can be used by others, or that one has done all it had to.</summary>
    public void MarkReady(ServiceContainer container)
    {
        container.IsReady = true;
        _unready.Remove(container.Instance);
        _wasReady = true;
    }

    /// <summary>A container; null: there was none, or it has ended and is forgotten.</summary>
    public ServiceContainer? Find(int instance) => IndexOf(instance) is var index and >= 0 ? _containers[index] : null;

    /// <summary>Containers in a state; of the states of ended ones those included that are forgotten.</summary>
    public int CountOf(ContainerState state) => _counts[(int)state];

    /// <summary>Those in a state of active ones, the oldest first.</summary>
    public IEnumerable<ServiceContainer> Active(ContainerState state) =>
        InState(state)!.Select(instance => _containers[IndexOf(instance)]);

    /// <summary>Whether there is or was a container.</summary>
    public bool HasHad(int instance) => instance >= 0 && instance < _given;

    /// <summary>Whether it is blocked by a service.</summary>
    public bool IsWaitingFor(string dependency) => _unmet.Contains(dependency);

    /// <summary>Notes that a dependency has started; true if it was the last one awaited.</summary>
    public bool Unblock(string dependency) => _unmet.Remove(dependency) && _unmet.Count == 0;

    /// <summary>
    /// True once: when a container has been ready, none that runs is unready and none is awaited any more. Requests taken back count as
    /// no longer awaited, so that scaling down does not leave dependents blocked.
    /// </summary>
    public bool TryStart()
    {
        if (HasStarted || !_wasReady || _requested.Count > 0 || _waiting.Count > 0 || _unready.Count > 0)
            return false;
        return HasStarted = true;
    }

    private SortedSet<int>? InState(ContainerState state) => state switch
    {
        ContainerState.Waiting => _waiting,
        ContainerState.Requested => _requested,
        ContainerState.Running => _running,
        _ => null,
    };

    private ServiceContainer? Oldest(SortedSet<int> instances) => instances.Count == 0 ? null : _containers[IndexOf(instances.Min)];

    private int IndexOf(int instance)
    {
        var (low, high) = (0, _containers.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = _containers[middle].Instance;
            if (found == instance)
                return middle;
            if (found < instance)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }
}
