using Google.Protobuf;
using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Launch;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Applications;
using Skein.LocalCluster.Hosting;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Scheduling;
using Skein.LocalCluster.Simulation;
using Skein.LocalCluster.Tokens;
using ContainerLaunch = Skein.LocalCluster.Nodes.ContainerLaunch;
using NodeTokens = Skein.LocalCluster.Tokens.NodeTokens;

namespace Skein.Benchmarks.Heartbeats;

/// <summary>The embedded ResourceManager over simulated nodes, and how long it takes for what it is told.</summary>
internal sealed class MeasuredCluster : IApplicationMasterProtocol, INodeManagerProtocol, INodeEvents, IAsyncDisposable
{
    private const int Nodes = 10;

    private readonly ResourceManager _manager;
    private readonly ContainerTokens _containerTokens = new();
    private readonly Dictionary<NodeIdProto, INode> _nodes = [];
    private readonly string _attempt;
    private TaskCompletionSource _news = new();
    private int _running;

    /// <param name="containers">How many it has room for.</param>
    public MeasuredCluster(int containers)
    {
        var attempts = new AttemptTokens(static _ => true);
        var client = new Token(new byte[1], new Secret(new byte[1]), TokenKinds.ResourceManagerDelegation, "");
        var state = new ClusterState(1, [new QueueDefinition("root.default", 1)], new NodeTokens(static _ => true), _containerTokens, new MasterLaunch(attempts, client));
        _manager = new ResourceManager(state, 1, preempts: false, TimeProvider.System, static _ => { }, static _ => { }, Console.Error.WriteLine);
        Add(new ResourceProto { Memory = 1, VirtualCores = 1 }, NodeRole.Masters);
        for (var i = 0; i < Nodes; i++)
            Add(new ResourceProto { Memory = containers, VirtualCores = containers }, NodeRole.Tasks);

        var context = new ApplicationSubmissionContextProto
        {
            Queue = "default",
            Resource = new ResourceProto { Memory = 1, VirtualCores = 1 },
            AmContainerSpec = new ContainerLaunchContextProto(),
        };
        _manager.Change((_, life, now) =>
        {
            context.ApplicationId = life.NextId();
            life.Submit(context, "bench", now);
        });
        _attempt = YarnIds.Format(new ApplicationAttemptIdProto { ApplicationId = context.ApplicationId, AttemptId = 1 });
    }

    /// <summary>The ResourceManager's part of each heartbeat of the application master.</summary>
    public Durations Heartbeats { get; } = new();

    /// <summary>The ResourceManager's part of each piece of news from a node.</summary>
    public Durations News { get; } = new();

    /// <summary>Waits until so many containers run.</summary>
    public async Task WaitForAsync(int running)
    {
        while (true)
        {
            var news = Volatile.Read(ref _news);
            if (Volatile.Read(ref _running) == running)
                return;
            await news.Task;
        }
    }

    public Task<RegisterApplicationMasterResponseProto> RegisterAsync(
        RegisterApplicationMasterRequestProto request, CancellationToken cancellation) =>
        Task.FromResult(_manager.Answer((masters, now) => masters.Register(_attempt, request, now)));

    public Task<AllocateResponseProto> AllocateAsync(AllocateRequestProto request, CancellationToken cancellation)
    {
        var sent = request.ToByteArray();
        var answer = Heartbeats.Measure(() =>
        {
            var read = AllocateRequestProto.Parser.ParseFrom(sent);
            return _manager.Answer((masters, now) => masters.Allocate(_attempt, read, now)).ToByteArray();
        });
        return Task.FromResult(AllocateResponseProto.Parser.ParseFrom(answer));
    }

    public Task<FinishApplicationMasterResponseProto> FinishAsync(
        FinishApplicationMasterRequestProto request, CancellationToken cancellation) => throw new NotSupportedException();

    public void Renew(Token token) => throw new NotSupportedException();

    public Task<StartContainersResponseProto> StartContainersAsync(
        NodeIdProto node, Token token, StartContainersRequestProto request, CancellationToken cancellation)
    {
        foreach (var start in request.StartContainerRequest)
        {
            var allocation = _containerTokens.Open(start.ContainerToken)!;
            _nodes[node].Start(new ContainerLaunch(
                YarnIds.Format(allocation.ContainerId), allocation.AppSubmitter, allocation.Resource, start.ContainerLaunchContext));
        }

        return Task.FromResult(new StartContainersResponseProto());
    }

    public Task<GetContainerStatusesResponseProto> GetContainerStatusesAsync(
        NodeIdProto node, Token token, GetContainerStatusesRequestProto request, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<SignalContainerResponseProto> SignalContainerAsync(
        NodeIdProto node, Token token, SignalContainerRequestProto request, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public void OnTaken(INode node, string containerId) => Measure(() => _manager.OnTaken(node, containerId));

    public void OnRunning(INode node, string containerId) => Count(node, 1);

    public void OnEnded(INode node, string containerId, ContainerStatusProto status)
    {
        Measure(() => _manager.OnEnded(node, containerId, status));
        Count(node, -1);
    }

    public void OnApplicationGone(INode node, string applicationId, bool hasLogs) => _manager.OnApplicationGone(node, applicationId, hasLogs);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values)
            await node.DisposeAsync();
        await _manager.DisposeAsync();
    }

    private void Add(ResourceProto capability, NodeRole role)
    {
        var id = new NodeIdProto { Host = "node", Port = _nodes.Count + 1 };
        var node = new SimulatedNode(new NodeDescription(id, "node:1", capability) { Role = role }, this, new SimulatedLife(), TimeProvider.System);
        _nodes.Add(id, node);
        _manager.Change((state, _, _) => state.AddNode(node));
    }

    private void Measure(Action action) => News.Measure(() =>
    {
        action();
        return true;
    });

    // The application master's own container is none of those that are waited for.
    private void Count(INode node, int change)
    {
        if (node.Description.Role == NodeRole.Masters)
            return;
        Interlocked.Add(ref _running, change);
        Interlocked.Exchange(ref _news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}
