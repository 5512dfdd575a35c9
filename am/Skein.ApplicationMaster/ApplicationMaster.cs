using System.Net;
using System.Net.Sockets;
using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Api;
using Skein.ApplicationMaster.Delegation;
using Skein.ApplicationMaster.Driver;
using Skein.ApplicationMaster.Ending;
using Skein.ApplicationMaster.KeyValue;
using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Logging;
using Skein.ApplicationMaster.Pages;
using Skein.ApplicationMaster.Pages.Site;
using Skein.ApplicationMaster.Readiness;
using Skein.Contract;
using Skein.Grpc;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Yarn;
using Skein.KeyValue;
using Skein.KeyValue.Operations;
using Skein.Protocol;
using Skein.Security;

namespace Skein.ApplicationMaster;

/// <summary>One attempt of an application, from start to end: puts its parts together, in the order they need each other.</summary>
internal sealed class ApplicationMaster : IAsyncDisposable
{
    // After a signal SIGKILL may come within 250 ms; what takes longer than this is not waited for.
    private static readonly TimeSpan SignalledEnd = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SignalledGrace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DriverGrace = TimeSpan.FromSeconds(3);

    // What YARN writes as a negative time, as far as a timer goes.
    private static readonly TimeSpan ForEver = TimeSpan.FromDays(40);

    private readonly ApplicationMasterArguments _arguments;
    private readonly ApplicationMasterEnvironment _environment;
    private readonly ApplicationSpec _specification;
    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly LineLogger _log;

    private readonly KeyValueStore _store = new() { AroundNotification = GatheredOutput.Run };
    private readonly PageRegistry _services = new();
    private readonly ContainerDirectory _containers;
    private readonly ApplicationLoop _loop;
    private readonly ReadinessProbes _readiness;
    private readonly CancellationTokenSource _beating = new();

    private Cluster? _cluster;
    private AttemptPolicy? _attempts;
    private GrpcServer? _server;
    private ApplicationPages? _pages;
    private ResourceManagerLink? _resourceManager;
    private NodeManagerLink? _nodeManagers;
    private ApplicationDriver? _driver;
    private TokenRenewal? _tokens;
    private Task _heartbeat = Task.CompletedTask;
    private Task _renewal = Task.CompletedTask;

    public ApplicationMaster(
        ApplicationMasterArguments arguments,
        ApplicationMasterEnvironment environment,
        ApplicationSpec specification,
        string directory,
        TimeProvider time,
        LineLogger log)
    {
        _arguments = arguments;
        _environment = environment;
        _specification = specification;
        _directory = directory;
        _time = time;
        _log = log;
        _containers = new ContainerDirectory(specification.Services.Keys);
        _loop = new ApplicationLoop(new ApplicationStateMachine(specification), time);
        _readiness = new ReadinessProbes(_store, _loop.PostAsync, time);
    }

    /// <summary>Runs the attempt; returns one of <see cref="ApplicationExitCode"/>.</summary>
    /// <param name="stop">Ends it from outside.</param>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        ApplicationOutcome outcome;
        try
        {
            outcome = await LiveAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            outcome = ApplicationOutcome.Stopped;
        }
        catch (Exception error)
        {
            // Whatever it was, YARN and the user have to be told, and nothing may stay behind.
            _log.Failed(error);
            outcome = ApplicationOutcome.MasterFailed(error.Message);
        }

        await EndAsync(outcome);
        return outcome.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await _beating.CancelAsync();
        await _heartbeat.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _renewal.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _readiness.DisposeAsync();
        if (_driver is not null)
            await _driver.DisposeAsync();
        if (_nodeManagers is not null)
            await _nodeManagers.DisposeAsync();
        if (_pages is not null)
            await _pages.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _beating.Dispose();
    }

    private async Task<ApplicationOutcome> LiveAsync(CancellationToken stop)
    {
        _arguments.RequireOwn(_environment.ApplicationId);
        _cluster = Cluster.Open(_environment, _directory, _arguments.StagingDirectory, _time, _log);
        var configuration = _cluster.Configuration;
        _attempts = AttemptPolicy.Create(_environment.Attempt, _specification.MaxAttempts, _cluster.MaximumAttempts);
        _log.Starting(_environment.ApplicationId, _attempts.Attempt, _attempts.Limit);

        var nodeTokens = new NodeTokens();
        _resourceManager = new ResourceManagerLink(
            _cluster.Scheduler, LinkOptions(configuration), new RackMap(_cluster.ListNodesAsync), nodeTokens, _time, _log);
        var listen = await ListenAddress.ForAsync(_environment.NodeHost, stop);
        var webAddresses = FindWebAddresses(configuration);
        _server = await ServeAsync(listen, webAddresses, stop);
        if (webAddresses.Count > 0)
            StartPages(listen, webAddresses, configuration);
        var address = FormattableString.Invariant($"{_environment.NodeHost}:{_server.Port}");
        _log.Listening(address);
        var tracking = _pages is null ? "" : FormattableString.Invariant($"http://{_environment.NodeHost}:{_pages.Port}/");
        var registered = await _resourceManager.RegisterAsync(new Registration(_environment.NodeHost, _server.Port, tracking), stop);
        _log.Registered(registered.Queue);
        // From here on YARN can be told why the application ends.
        _tokens = _cluster.CreateRenewal(_specification, _directory, HandOutTokens);
        if (_tokens is not null)
            await _tokens.StartAsync(stop);

        var contexts = new LaunchContextBuilder(new LaunchContextOptions
        {
            ApplicationId = _environment.ApplicationId,
            ApplicationMasterAddress = address,
            SimpleUser = _cluster.IsSecure ? null : _environment.User,
            Credentials = () => _cluster.ContainerCredentials,
            RenewsTokens = _tokens is not null,
            AccessRights = registered.ApplicationACLs,
        });
        _nodeManagers = new NodeManagerLink(_cluster.NodeManagers, nodeTokens, contexts, _loop.PostAsync, _log);
        await _loop.PostAsync(new ApplicationEvent.Started(), stop);
        _heartbeat = WatchAsync(() => _resourceManager.RunAsync(_loop.PostAsync, _beating.Token));
        if (_tokens is not null)
            _renewal = WatchAsync(() => _tokens.RunAsync(_beating.Token));
        if (_specification.Master is { Script.Length: > 0 } master)
            await StartDriverAsync(master, address, stop);

        await using var stopping = stop.Register(() => Post(new ApplicationEvent.Ended(ApplicationOutcome.Stopped)));
        var effects = new EffectExecutor(_resourceManager, _nodeManagers, _readiness, _store, _containers, _log);
        return await _loop.RunAsync(effects, CancellationToken.None);
    }

    // An application works without pages, too.
    private IReadOnlyList<string> FindWebAddresses(HadoopConfiguration configuration)
    {
        try
        {
            return ProxyAddress.Find(configuration, _environment.WebProxyBase, _environment.NodeHost);
        }
        catch (HadoopConfigurationException error)
        {
            _log.PagesNotServed(error.Message);
            return [];
        }
    }

    private void StartPages(IPAddress listen, IReadOnlyList<string> addresses, HadoopConfiguration configuration)
    {
        try
        {
            _pages = ApplicationPages.Start(
                listen, addresses, _specification.Acls, Facts(configuration), _services, _loop, _store, _time, _log);
        }
        catch (Exception error) when (error is SocketException or UriFormatException)
        {
            // An application works without pages, too.
            _log.PagesNotServed(error.Message);
        }
    }

    private SiteFacts Facts(HadoopConfiguration configuration) => new()
    {
        ApplicationId = _environment.ApplicationId,
        Name = _specification.Name,
        User = _environment.User,
        ContainerId = YarnIds.Format(_environment.ContainerId),
        NodeHttpAddress = _environment.NodeHttpAddress,
        Memory = _specification.Master?.Resources?.Memory ?? 0,
        VirtualCores = _specification.Master?.Resources?.Vcores ?? 0,
        HasDriver = _specification.Master is { Script.Length: > 0 },
        IsSecure = ProxyAddress.IsSecure(configuration),
    };

    private Task<GrpcServer> ServeAsync(IPAddress listen, IReadOnlyList<string> webAddresses, CancellationToken stop)
    {
        var routes = new GrpcRoutes();
        new ApplicationMasterService(_loop, _specification).Map(routes);
        new KeyValueService(_store, _containers).Map(routes);
        new PagesService(_services, webAddresses).Map(routes);
        var pair = CertificatePair.Load(CertificateFiles.InContainer(_directory), _time);
        var options = new GrpcServerOptions
        {
            Certificate = pair.ToCertificate(),
            Address = listen,
            StopDetail = ApplicationEndedException.Sentence,
            LoggerFactory = _log,
        };
        return GrpcServer.StartAsync(options, routes, stop);
    }

    private async Task StartDriverAsync(Master master, string address, CancellationToken stop)
    {
        _driver = await ApplicationDriver.StartAsync(
            new DriverOptions
            {
                Script = master.Script,
                WorkingDirectory = _directory,
                LogFile = Path.Combine(_environment.LogDirectory, SkeinFiles.ApplicationDriverLog),
                Environment = new Dictionary<string, string>
                {
                    [SkeinVariables.ApplicationMasterAddress] = address,
                    [SkeinVariables.ApplicationId] = _environment.ApplicationId,
                    [SkeinVariables.ResourceVCores] = FormattableString.Invariant($"{master.Resources?.Vcores ?? 0}"),
                    [SkeinVariables.ResourceMemory] = FormattableString.Invariant($"{master.Resources?.Memory ?? 0}"),
                },
            },
            stop);
        _log.DriverStarted();
        _ = WatchAsync(async () =>
        {
            var exitCode = await _driver.Completion;
            await _loop.PostAsync(new ApplicationEvent.DriverExited(exitCode), CancellationToken.None);
        });
    }

    private async Task EndAsync(ApplicationOutcome outcome)
    {
        var driver = _driver?.StopAsync(outcome.IsSignalled ? SignalledGrace : DriverGrace) ?? Task.CompletedTask;
        await _beating.CancelAsync();
        await _heartbeat.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_cluster is not null && _attempts is not null && _resourceManager is not null)
        {
            var patience = outcome.IsSignalled ? SignalledEnd : LinkOptions(_cluster.Configuration).Patience;
            using var limit = new CancellationTokenSource(patience, _time);
            var ending = new ApplicationEnding(
                _attempts,
                _resourceManager,
                _cluster.StagingFileSystem,
                _cluster.StagingPath,
                cancellation => _cluster.IsApplicationOverAsync(_environment.ContainerId.AppAttemptId.ApplicationId, cancellation),
                _log);
            await ending.RunAsync(outcome, limit.Token);
            await _renewal.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // By them the end itself is done.
            if (_tokens is not null)
                await _tokens.EndAsync(limit.Token);
        }

        await driver;
    }

    // A defect in a task beside the loop must end the application instead of leaving it deaf.
    private async Task WatchAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (_beating.IsCancellationRequested)
        {
            // The end of the application.
        }
        catch (Exception error)
        {
            _log.Failed(error);
            Post(new ApplicationEvent.Ended(ApplicationOutcome.MasterFailed(error.Message)));
        }
    }

    // Containers that run take them from there; those that start have them from the beginning.
    private void HandOutTokens(ReadOnlyMemory<byte> credentials) => _store.Execute(new Put { Key = SkeinKeys.Tokens, Value = credentials });

    private void Post(ApplicationEvent happened) =>
        _ = _loop.PostAsync(happened, CancellationToken.None).AsTask();

    private static ResourceManagerLinkOptions LinkOptions(HadoopConfiguration configuration)
    {
        var defaults = new ResourceManagerLinkOptions
        {
            Heartbeat = HeartbeatPolicy.ForExpiry(configuration.GetDuration(
                ConfigurationKeys.ApplicationMasterExpiry, TimeSpan.FromMinutes(10))),
        };
        return defaults with
        {
            Patience = configuration.GetDuration(ConfigurationKeys.ResourceManagerConnectWait, defaults.Patience) < TimeSpan.Zero
                ? ForEver
                : configuration.GetTimeout(ConfigurationKeys.ResourceManagerConnectWait, defaults.Patience),
        };
    }
}
