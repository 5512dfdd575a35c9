using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Readiness;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Grpc;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Scale;

/// <summary>A large application with the real loop and the real links, on a cluster that does what it is asked.</summary>
public sealed class FiveHundredContainersTests : IAsyncDisposable
{
    private const int Containers = 500;
    private const int Rate = 50;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly GrantingScheduler _scheduler = new(Rate);
    private readonly WillingNodes _nodes = new();
    private readonly ServedApplication _application =
        new(ApplicationOf(("a", Service(Containers, allowFailures: true)), ("keeper", Service())));

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private NodeManagerLink? _nodeManagers;
    private ReadinessProbes? _readiness;
    private CountingEffects? _effects;
    private Task _beating = Task.CompletedTask;
    private int _count = Containers;

    public FiveHundredContainersTests() => _stop.CancelAfter(Deadline);

    private CancellationToken Cancellation => _stop.Token;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _application.DisposeAsync();
        if (_readiness is not null)
            await _readiness.DisposeAsync();
        if (_nodeManagers is not null)
            await _nodeManagers.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Containers_start_as_fast_as_the_ResourceManager_grants_them()
    {
        // No heartbeat is answered before everything granted by the ones before it runs: so starting never takes a second heartbeat.
        _scheduler.Gate = cancellation => _nodes.WaitForAsync(_scheduler.Granted, cancellation);
        await StartAsync();
        await _nodes.WaitForAsync(Containers + 1, Cancellation);
        Assert.Equal(Containers + 1, _scheduler.Asks);
        Assert.Equal((Containers / Rate) + 1, _scheduler.GrantingBeats);
    }

    [Fact]
    public async Task Scaling_down_and_up_by_all_of_them_is_answered_without_waiting_for_the_cluster()
    {
        await StartAsync();
        await _nodes.WaitForAsync(Containers + 1, Cancellation);
        var closed = new TaskCompletionSource();
        _scheduler.Gate = cancellation => closed.Task.WaitAsync(cancellation);
        var channel = _application.Connect();
        // The first call pays for the connection. One that changed something would race with the heartbeat that waits at the gate.
        await ScaleAsync(channel, Containers, ContainerState.Running);

        var requested = _effects!.Of<ApplicationEffect.RequestContainer>();
        var down = await ScaleAsync(channel, 0, ContainerState.Killed);
        var up = await ScaleAsync(channel, Containers, ContainerState.Requested);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Containers} containers: down in {down.TotalMilliseconds:0.0} ms, up in {up.TotalMilliseconds:0.0} ms"));

        // One effect of each kind a container, and no second thoughts.
        Assert.Equal(Containers, _effects.Of<ApplicationEffect.ReleaseContainer>());
        Assert.Equal(Containers, _effects.Of<ApplicationEffect.DeleteOwnedKeys>());
        Assert.Equal(Containers, _effects.Of<ApplicationEffect.RequestContainer>() - requested);

        closed.SetResult();
        _scheduler.Gate = static _ => Task.CompletedTask;
        await _nodes.WaitForAsync((2 * Containers) + 1, Cancellation);
        Assert.Equal(Containers + 1, _scheduler.Held);
    }

    private async Task StartAsync()
    {
        var tokens = new NodeTokens();
        var racks = new RackMap(static _ => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>()));
        var options = new ResourceManagerLinkOptions { Heartbeat = new HeartbeatPolicy(TimeSpan.FromSeconds(5)) };
        var link = new ResourceManagerLink(_scheduler, options, racks, tokens, TimeProvider.System, NullLogger.Instance);
        await link.RegisterAsync(new Registration("node1", 1), Cancellation);
        var contexts = new LaunchContextBuilder(new LaunchContextOptions { ApplicationId = "a", ApplicationMasterAddress = "n:1" });
        _nodeManagers = new NodeManagerLink(_nodes, tokens, contexts, _application.Loop.PostAsync, NullLogger.Instance);
        _readiness = new ReadinessProbes(_application.Store, _application.Loop.PostAsync, TimeProvider.System);
        _effects = new CountingEffects(new EffectExecutor(
            link, _nodeManagers, _readiness, _application.Store, _application.Containers, NullLogger.Instance));
        await _application.StartAsync(_effects, Cancellation);
        _beating = link.RunAsync(_application.Loop.PostAsync, Cancellation);
    }

    private async Task<TimeSpan> ScaleAsync(GrpcChannel channel, int count, ContainerState expected)
    {
        var begun = Stopwatch.GetTimestamp();
        var changed = await channel.CallAsync(
            ApplicationMasterMethods.Scale, new ScaleRequest { ServiceName = "a", Count = count }, null, Cancellation);
        var elapsed = Stopwatch.GetElapsedTime(begun);
        Assert.Equal(Math.Abs(count - _count), changed.Containers.Count);
        Assert.All(changed.Containers, c => Assert.Equal(expected, c.State));
        _count = count;
        return elapsed;
    }
}
