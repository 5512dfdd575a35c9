using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Web.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Applications;
using Skein.LocalCluster.History;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Nodes.Logs;
using Skein.LocalCluster.Pages;
using Skein.LocalCluster.Reports;
using Skein.LocalCluster.Services;
using Skein.LocalCluster.Simulation;
using Skein.LocalCluster.Tokens;

namespace Skein.LocalCluster.Hosting;

/// <summary>
/// A YARN of one machine and one user: a ResourceManager and its nodes behind YARN's own protocols on loopback, each open to holders of the
/// right token only.
/// </summary>
public sealed class LocalCluster : IContainerLogs, IAsyncDisposable
{
    private static readonly TimeSpan IdleCheck = TimeSpan.FromSeconds(1);

    private static readonly string Version = typeof(LocalCluster).Assembly.GetName().Version?.ToString(3) ?? "";

    private readonly LocalClusterOptions _options;
    private readonly ClusterLock _lock;
    private readonly ClientToken _clientToken;
    private readonly IdleClock _idleClock;
    private readonly Dictionary<string, ClientToken> _guestTokens;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly List<INode> _nodes = [];
    private ResourceManager? _manager;
    private ExcludedHosts? _excluded;
    private ITimer? _idleTimer;

    private LocalCluster(LocalClusterOptions options, ClusterLock held)
    {
        _options = options;
        _lock = held;
        _clientToken = new ClientToken(options.User);
        _guestTokens = options.Guests.ToDictionary(static guest => guest, static guest => new ClientToken(guest), StringComparer.Ordinal);
        _idleClock = new IdleClock(options.Time);
    }

    /// <summary>Completes when the cluster has been idle for <see cref="LocalClusterOptions.IdleTime"/>.</summary>
    public Task Idle => _idle.Task;

    /// <summary>How long nobody has asked anything of it.</summary>
    internal TimeSpan Unused => _idleClock.Elapsed;

    /// <summary>Starts a cluster; null if its directory has a running one.</summary>
    /// <exception cref="IOException">The directory can not be written to, there is no free port, or a program is missing.</exception>
    public static async Task<LocalCluster?> StartAsync(LocalClusterOptions options, CancellationToken cancellation)
    {
        options.Directory.Create(options.User);
        if (await ClusterLock.TryTakeAsync(options.Directory.Lock, cancellation) is not { } held)
            return null;
        File.Delete(options.Directory.Address);
        var cluster = new LocalCluster(options, held);
        try
        {
            await cluster.StartAsync(cancellation);
            return cluster;
        }
        catch (Exception e)
        {
            await cluster.DisposeAsync();
            // A SocketException is a Win32Exception too.
            if (e is SocketException)
                throw new IOException($"the embedded cluster finds no port to listen on at 127.0.0.1: {e.Message}", e);
            if (e is Win32Exception)
                throw new IOException($"the embedded cluster needs bash, and setsid of util-linux: {e.Message}", e);
            throw;
        }
    }

    /// <inheritdoc />
    ContainerLogPlace? IContainerLogs.Find(string containerId)
    {
        foreach (var node in _nodes)
        {
            if ((node as IContainerLogs)?.Find(containerId) is { } place)
                return place;
        }

        return null;
    }

    /// <summary>Ends every application with its containers, then the servers. What fails on the way is reported, and holds nothing else up.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(() =>
        {
            File.Delete(_options.Directory.Address);
            return ValueTask.CompletedTask;
        });
        await EndAsync(() => _idleTimer?.DisposeAsync() ?? ValueTask.CompletedTask);
        await EndAsync(() => _excluded?.DisposeAsync() ?? ValueTask.CompletedTask);
        await EndAsync(() =>
        {
            _manager?.Change(static (_, life, now) => life.EndAll("The embedded cluster was stopped.", now));
            return ValueTask.CompletedTask;
        });
        foreach (var node in _nodes)
            await EndAsync(node.DisposeAsync);
        await EndAsync(() => _manager?.DisposeAsync() ?? ValueTask.CompletedTask);
        foreach (var server in _servers)
            await EndAsync(server.DisposeAsync);
        _lock.Dispose();
    }

    private async Task EndAsync(Func<ValueTask> step)
    {
        try
        {
            await step();
        }
        catch (Exception e)
        {
            _options.Report($"the cluster's end failed in part: {e}");
        }
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        var now = _options.Time.GetUtcNow();
        var clients = Listen(IPAddress.Loopback, _idleClock.Touch);
        var schedulers = Listen(IPAddress.Loopback);
        var pages = ListenForPages();
        var addresses = new ClusterAddresses($"{clients.Endpoint}", $"{schedulers.Endpoint}", pages.Address);
        var history = new ApplicationHistory(_options.Directory.History);
        var past = history.ReadAll(addresses.Pages, now);
        var attemptTokens = new AttemptTokens(id => _manager!.IsActive(id));
        var nodeTokens = new NodeTokens(id => _manager!.IsLive(id));
        var containerTokens = new ContainerTokens();
        // Ids are taken once, also where the clock was set back.
        var timestamp = now.ToUnixTimeMilliseconds();
        foreach (var application in past.Values)
            timestamp = Math.Max(timestamp, application.Report.ApplicationId.ClusterTimestamp + 1);
        var state = new ClusterState(
            timestamp,
            _options.Queues,
            nodeTokens,
            containerTokens,
            new MasterLaunch(attemptTokens, _clientToken.For(addresses.ResourceManager)));
        foreach (var application in past.Values.OrderBy(static application => application.Report.FinishTime))
            state.AddEnded(YarnIds.Format(application.Report.ApplicationId));
        var reports = new ReportWriter(addresses.Pages, past, _options.Time);
        var records = new ApplicationRecords(history, past, reports, _options.Report);
        _manager = new ResourceManager(
            state,
            _options.MaxAttempts,
            _options.Preempts,
            _options.Time,
            application => records.Remember(_manager!, application),
            id => records.Forget(_manager!, id),
            _options.Report);
        await AddNodesAsync(pages, nodeTokens, containerTokens, cancellation);
        _excluded = new ExcludedHosts(_options.Directory.Excluded, _nodes, _manager, _options.Time, _options.Report);

        clients.Serve(
            new ClientTokens([_clientToken, .. _guestTokens.Values]),
            new ApplicationClientService(_manager, reports, new AccessRights(_options.User)).CreateProtocol());
        schedulers.Serve(attemptTokens, ApplicationMasterService.Create(_manager));
        pages.Serve(new ClusterView(_manager, reports), this, _options.Directory.Logs, _options.User, Version, onVisit: _idleClock.Touch);
        var directory = _options.Directory;
        ClusterConfiguration.Write(directory, addresses.ResourceManager, addresses.Scheduler, addresses.Pages, _options.MaxAttempts);
        ClusterTokens.Write(directory, addresses.ResourceManager, _clientToken, _guestTokens);
        // Whoever reads the address finds everything else in place.
        var page = $"http://{addresses.Pages}/cluster?token={Encoding.ASCII.GetString(pages.Token.Reveal())}";
        var address = new ClusterAddress(Environment.ProcessId, state.Timestamp, addresses.ResourceManager, page);
        ClusterDirectory.Write(directory.Address, Encoding.UTF8.GetBytes(address.ToText()));
        if (_options.IdleTime is { } idle)
            _idleTimer = _options.Time.CreateTimer(_ => CheckIdle(idle), null, IdleCheck, IdleCheck);
    }

    private RpcServer Listen(IPAddress address, Action? onCall = null)
    {
        var server = RpcServer.Listen(new RpcServerOptions
        {
            Address = address,
            TimeProvider = _options.Time,
            OnCall = onCall ?? (static () => { }),
            OnHandlerFailed = (method, e) => _options.Report($"{method} failed: {e}"),
        });
        _servers.Add(server);
        return server;
    }

    private PageServer ListenForPages()
    {
        var server = PageServer.Listen(new HttpServerOptions
        {
            TimeProvider = _options.Time,
            OnHandlerFailed = (request, e) => _options.Report($"{request.Method} {request.Path} failed: {e}"),
        });
        _servers.Add(server);
        return server;
    }

    private async Task AddNodesAsync(PageServer pages, NodeTokens nodeTokens, ContainerTokens containerTokens, CancellationToken cancellation)
    {
        var role = _options.SimulatedNodes > 0 ? NodeRole.Masters : NodeRole.Any;
        var nodes = _options.Nodes;
        var share = new NodeDefinition { Memory = _options.Memory / nodes.Count, VirtualCores = Math.Max(1, _options.VirtualCores / nodes.Count) };
        for (var i = 0; i < nodes.Count; i++)
        {
            // Every address of 127/8 is this machine.
            var host = new IPAddress([127, 0, (byte)((i + 1) >> 8), (byte)(i + 1)]);
            (var server, var description) = ListenAsNode(host, i == 0 ? pages.Address : pages.ListenAlso(host), nodes[i].Or(share), role);
            var directory = i == 0 ? _options.Directory.Node : Path.Combine(_options.Directory.Node, $"{i + 1}");
            var node = _options.NodeFactory?.Invoke(description, _manager!) ?? await OpenNodeAsync(description, directory, cancellation);
            Serve(server, node, nodeTokens, containerTokens);
        }

        var whole = new NodeDefinition { Memory = _options.Memory, VirtualCores = _options.VirtualCores };
        for (var i = 0; i < _options.SimulatedNodes; i++)
        {
            var life = _options.SimulatedLife with { Seed = _options.SimulatedLife.Seed + i };
            (var server, var description) = ListenAsNode(IPAddress.Loopback, pages.Address, whole, NodeRole.Tasks);
            Serve(server, new SimulatedNode(description, _manager!, life, _options.Time), nodeTokens, containerTokens);
        }
    }

    private (RpcServer Server, NodeDescription Description) ListenAsNode(IPAddress host, string pages, NodeDefinition definition, NodeRole role)
    {
        var server = Listen(host);
        var id = new NodeIdProto { Host = server.Endpoint.Host, Port = server.Endpoint.Port };
        return (server, new NodeDescription(id, pages, definition.Capability)
        {
            Rack = definition.Rack,
            Label = definition.Label,
            Attributes = definition.Attributes,
            Role = role,
        });
    }

    private async Task<INode> OpenNodeAsync(NodeDescription description, string directory, CancellationToken cancellation) => await LocalNode.OpenAsync(
        description,
        new NodeDirectories(directory),
        _manager!,
        new LogGatherer(_options.Directory.Logs, _options.Time),
        new LocalNodeOptions(),
        _options.Time,
        cancellation);

    private void Serve(RpcServer server, INode node, NodeTokens nodeTokens, ContainerTokens containerTokens)
    {
        _nodes.Add(node);
        _manager!.Change((state, _, _) => state.AddNode(node));
        server.Serve(nodeTokens.For(node.Description.Id), new ContainerManagementService(node, containerTokens, _options.Time).CreateProtocol());
    }

    private void CheckIdle(TimeSpan idle)
    {
        if (_manager!.Read(static state => state.Live.Count > 0))
            _idleClock.Touch();
        else if (_idleClock.Elapsed >= idle)
            _idle.TrySetResult();
    }
}
