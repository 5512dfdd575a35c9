using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Logging;
using Skein.ApplicationMaster.Readiness;
using Skein.KeyValue;
using Skein.Protocol;

namespace Skein.Benchmarks.Heartbeats;

/// <summary>An application master with one service, and how long it takes for what a heartbeat brings.</summary>
internal sealed class MeasuredApplication : IAsyncDisposable
{
    private const string Name = "many";

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly KeyValueStore _store = new();
    private readonly ApplicationStateMachine _state;
    private readonly EffectExecutor _effects;
    private readonly NodeManagerLink _nodes;
    private readonly ReadinessProbes _readiness;
    private readonly ResourceManagerLink _link;
    private Task _beating = Task.CompletedTask;

    private MeasuredApplication(int containers)
    {
        var service = new Service { Instances = containers, Resources = new Resources { Memory = 1, Vcores = 1 }, Script = "sleep 600" };
        // With a driver it lives on when it is scaled to nothing.
        var specification = new ApplicationSpec { Services = { [Name] = service }, Master = new Master { Script = "sleep 600" } };
        Cluster = new MeasuredCluster(containers);
        _state = new ApplicationStateMachine(specification);
        var log = new LineLogger(TextWriter.Null, LogLevel.Information, TimeProvider.System);
        var tokens = new NodeTokens();
        var options = new ResourceManagerLinkOptions { Heartbeat = new HeartbeatPolicy(TimeSpan.FromSeconds(1)) };
        var racks = new RackMap(static _ => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>()));
        _link = new ResourceManagerLink(Cluster, options, racks, tokens, TimeProvider.System, log);
        var contexts = new LaunchContextBuilder(new LaunchContextOptions { ApplicationId = "bench", ApplicationMasterAddress = "bench:1" });
        _nodes = new NodeManagerLink(Cluster, tokens, contexts, PostAsync, log);
        _readiness = new ReadinessProbes(_store, PostAsync, TimeProvider.System);
        _effects = new EffectExecutor(_link, _nodes, _readiness, _store, new ContainerDirectory(specification.Services.Keys), log);
    }

    public MeasuredCluster Cluster { get; }

    /// <summary>The application master's part of each heartbeat that brought news.</summary>
    public Durations Answers { get; } = new();

    public static async Task<MeasuredApplication> StartAsync(int containers)
    {
        var application = new MeasuredApplication(containers);
        await application._link.RegisterAsync(new Registration("bench", 1), CancellationToken.None);
        await application.PostAsync(new ApplicationEvent.Started(), CancellationToken.None);
        application._beating = application._link.RunAsync(application.PostAsync, application._stop.Token);
        return application;
    }

    /// <summary>Has the service scaled; answered before the cluster knows.</summary>
    public async Task ScaleAsync(int count)
    {
        var scale = new ApplicationRequest.Scale(new ScaleRequest { ServiceName = Name, Count = count });
        await PostAsync(scale, CancellationToken.None);
        await scale.Answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _readiness.DisposeAsync();
        await _nodes.DisposeAsync();
        await Cluster.DisposeAsync();
        _stop.Dispose();
    }

    // A step of the application loop, which takes one at a time as well.
    private ValueTask PostAsync(ApplicationEvent happened, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return happened is ApplicationEvent.HeartbeatAnswered ? Answers.Measure(() => Step(happened)) : Step(happened);
        }
    }

    private ValueTask Step(ApplicationEvent happened)
    {
        foreach (var effect in _state.Apply(happened, DateTimeOffset.UtcNow))
            _effects.Handle(effect);
        return ValueTask.CompletedTask;
    }
}
