using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Scheduling;
using Skein.LocalCluster.Tokens;
using Skein.LocalCluster.Tokens.Protocol;

namespace Skein.LocalCluster.Applications;

/// <summary>
/// What the ResourceManager knows: nodes, applications, containers. It does nothing itself: what is to be done gathers in
/// <see cref="TakeEffects"/>. Its owner lets one caller in at a time.
/// </summary>
internal sealed class ClusterState
{
    /// <summary>Applications that have ended and are still known; as <c>yarn.resourcemanager.max-completed-applications</c> of YARN.</summary>
    internal const int MostEnded = 1000;

    // Ended containers that reports still show, of all applications.
    private const int MostPast = 5000;

    // A container token that is not used in this time is void, and its room free again; YARN's default.
    private static readonly TimeSpan AllocationLife = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, Container> _containers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Application> _applications = new(StringComparer.Ordinal);
    private readonly List<Application> _live = [];

    // Ids of applications and ended containers, the oldest end first.
    private readonly Queue<string> _ended = new();
    private readonly Queue<Container> _past = new();
    private readonly List<NodeUsage> _nodes = [];
    private readonly NodeTokens _nodeTokens;
    private readonly ContainerTokens _containerTokens;
    private List<ClusterEffect> _effects = [];

    public ClusterState(
        long timestamp, IReadOnlyList<QueueDefinition> queues, NodeTokens nodeTokens, ContainerTokens containerTokens, MasterLaunch masters)
    {
        Timestamp = timestamp;
        Queues = queues;
        Scheduler = new CapacityScheduler(queues);
        _nodeTokens = nodeTokens;
        _containerTokens = containerTokens;
        Masters = masters;
    }

    /// <summary>When this ResourceManager started, milliseconds since 1970: the first part of every id.</summary>
    public long Timestamp { get; }

    public IReadOnlyList<QueueDefinition> Queues { get; }

    public CapacityScheduler Scheduler { get; }

    public MasterLaunch Masters { get; }

    public IReadOnlyList<NodeUsage> Nodes => _nodes;

    /// <summary>Applications by id, those included that ended under this ResourceManager and are not forgotten.</summary>
    public IReadOnlyDictionary<string, Application> Applications => _applications;

    /// <summary>Applications of which something is left: an attempt, or what is to be cleared away on a node.</summary>
    public IReadOnlyList<Application> Live => _live;

    /// <summary>The largest container that a node could give.</summary>
    public ResourceAmounts Maximum { get; private set; }

    public ResourceAmounts Total { get; private set; }

    /// <summary>The labels that nodes have, which every queue may use.</summary>
    public IEnumerable<string> Labels =>
        _nodes.Select(static node => node.Label).Where(static label => label.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    public ResourceAmounts Free
    {
        get
        {
            var free = Total;
            foreach (var node in _nodes)
                free -= node.Used;
            return free;
        }
    }

    /// <summary>What is to be done now, in order; the list is the caller's.</summary>
    public IReadOnlyList<ClusterEffect> TakeEffects()
    {
        var effects = _effects;
        _effects = [];
        return effects;
    }

    public void Do(ClusterEffect effect) => _effects.Add(effect);

    public void Add(Application application)
    {
        _applications.Add(application.IdText, application);
        _live.Add(application);
    }

    /// <summary>Counts an application as ended if nothing of it is left.</summary>
    public void Retire(Application application)
    {
        if (application.HasEnded && application.Current.HasEnded && application.Nodes.Count == 0 && _live.Remove(application))
            AddEnded(application.IdText);
    }

    /// <summary>Notes that an application has ended, under this ResourceManager or an earlier one; there, the oldest come first.</summary>
    public void AddEnded(string id)
    {
        _ended.Enqueue(id);
        if (_ended.Count <= MostEnded)
            return;
        var oldest = _ended.Dequeue();
        _applications.Remove(oldest);
        Do(new ClusterEffect.Forget(oldest));
    }

    public void AddNode(INode node)
    {
        _nodes.Add(new NodeUsage(node));
        Measure();
    }

    /// <summary>Forgets a node; its containers end as lost.</summary>
    /// <returns>The containers that were on it.</returns>
    public IReadOnlyList<Container> RemoveNode(INode node)
    {
        _nodes.RemoveAll(usage => usage.Node == node);
        Measure();
        return _containers.Values.Where(container => container.Node.Node == node).ToList();
    }

    /// <exception cref="RpcRefusedException">There is none.</exception>
    public Application FindApplication(ApplicationIdProto? id)
    {
        var text = id is null ? "" : YarnIds.Format(id);
        return Applications.GetValueOrDefault(text) ?? throw new RpcRefusedException(
            YarnErrors.ApplicationNotFound,
            $"Application with id '{text}' doesn't exist in RM. Please check that the job submission was successful.");
    }

    public Container? FindContainer(string id) => _containers.GetValueOrDefault(id);

    /// <summary>The attempt of a connection's user; null: there is none, or its application has a later one.</summary>
    public Attempt? FindAttempt(string id) =>
        YarnIds.TryParseAttempt(id, out var attempt)
        && Applications.GetValueOrDefault(YarnIds.Format(attempt.ApplicationId)) is { } application
        && application.Attempts.Count > 0
        && application.Current.IdText == id
            ? application.Current
            : null;

    /// <summary>Hands out whatever room there is.</summary>
    public void Schedule(DateTimeOffset now)
    {
        var waiting = _live.Where(static application => !application.HasEnded).Select(static application => application.Current);
        Scheduler.Run(waiting, _nodes, (attempt, ask, node) => Grant((Attempt)attempt, ask, node, now));
    }

    /// <summary>
    /// Starts masters that wait, where room has become free. What masters wait for is handed out when one of them asks: a container that ends
    /// must not cost a look at all that is awaited.
    /// </summary>
    public void ScheduleMasters(DateTimeOffset now)
    {
        if (_live.Exists(static application => !application.HasEnded && application.Current.AwaitsMaster))
            Schedule(now);
    }

    /// <summary>A token for a node that the attempt has none for yet; null: it has one.</summary>
    public NMTokenProto? IntroduceNode(Attempt attempt, NodeUsage node)
    {
        var id = node.Node.Description.Id;
        return attempt.NodesKnown.Add(node.Node.Description.Name)
            ? new NMTokenProto { NodeId = id, Token = _nodeTokens.Issue(attempt.Id, id, attempt.Application.User).ToMessage() }
            : null;
    }

    /// <summary>Notes that a container has ended, and frees its room.</summary>
    public void End(Container container, ContainerStatusProto status, DateTimeOffset now)
    {
        if (!_containers.Remove(container.Id))
            return;
        container.End(status, now);
        var attempt = container.Attempt;
        var application = attempt.Application;
        attempt.Live.Remove(container.Id);
        attempt.Granted.Remove(container);
        container.Node.Give(container.Amounts);
        application.Tags.Remove(container.Node, container.Message.AllocationTags);
        Scheduler.UsageOf(container.ScheduledQueue).Give(container.Amounts, container.IsMaster);
        var seconds = (long)(now - container.Created).TotalSeconds;
        (var memory, var cores) = application.PastSeconds;
        application.PastSeconds = (memory + (container.Amounts.Memory * seconds), cores + (container.Amounts.VirtualCores * seconds));
        application.Past.Enqueue(container);
        _past.Enqueue(container);
        if (_past.Count > MostPast)
            _past.Dequeue().Attempt.Application.Past.Dequeue();
    }

    /// <summary>The status of a container that no node can tell anything of.</summary>
    public static ContainerStatusProto Status(Container container, int exitStatus, string diagnostics) => new()
    {
        ContainerId = container.Message.Id,
        State = ContainerStateProto.CComplete,
        ExitStatus = exitStatus,
        Diagnostics = diagnostics,
        Capability = container.Message.Resource,
    };

    /// <summary>Containers that were given and not used in time.</summary>
    public IReadOnlyList<Container> FindUnused(DateTimeOffset now) =>
        _containers.Values.Where(container => !container.IsLaunched && now - container.Created > AllocationLife).ToList();

    /// <summary>The time of day was set.</summary>
    public void OnClockSet(TimeSpan by)
    {
        foreach (var container in _containers.Values)
            container.Created += by;
    }

    private void Measure()
    {
        (Total, Maximum) = (default, default);
        foreach (var node in _nodes)
        {
            Total += node.Capability;
            Maximum = ResourceAmounts.Largest(Maximum, node.Capability);
        }
    }

    private void Grant(Attempt attempt, Ask ask, NodeUsage node, DateTimeOffset now)
    {
        var isMaster = attempt.AwaitsMaster;
        ask.Grant(node);
        var description = node.Node.Description;
        var id = attempt.NextContainerId();
        var resource = ask.Amounts.ToMessage();
        var identifier = new ContainerTokenIdentifierProto
        {
            ContainerId = id,
            NmHostAddr = description.Name,
            AppSubmitter = attempt.Application.User,
            Resource = resource,
            ExpiryTimeStamp = (now + AllocationLife).ToUnixTimeMilliseconds(),
            MasterKeyId = 1,
            RmIdentifier = Timestamp,
            Priority = new PriorityProto { Priority = ask.Priority },
            CreationTime = now.ToUnixTimeMilliseconds(),
            ContainerType = isMaster ? ContainerTypeProto.ApplicationMaster : ContainerTypeProto.Task,
            AllocationRequestId = ask.AllocationRequestId,
        };
        if (attempt.Application.Context.LogAggregationContext is { } logs)
            identifier.LogAggregationContext = logs;
        var message = new ContainerProto
        {
            Id = id,
            NodeId = description.Id,
            NodeHttpAddress = description.HttpAddress,
            Resource = resource,
            Priority = new PriorityProto { Priority = ask.Priority },
            ContainerToken = _containerTokens.Issue(identifier).ToMessage(),
            AllocationRequestId = ask.AllocationRequestId,
        };
        message.AllocationTags.Add(ask.Tags);

        var container = new Container(attempt, message, node, ask.Amounts, isMaster, now);
        attempt.Tags.Add(node, ask.Tags);
        node.Take(ask.Amounts);
        Scheduler.UsageOf(container.ScheduledQueue).Take(ask.Amounts, isMaster);
        _containers.Add(container.Id, container);
        attempt.Live.Add(container.Id, container);
        attempt.Application.Nodes.Add(description.Name);
        if (isMaster)
            Masters.Launch(this, attempt, container, now);
        else
            attempt.Granted.Add(container);
    }
}
