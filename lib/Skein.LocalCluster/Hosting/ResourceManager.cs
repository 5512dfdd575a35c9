using System.Threading.Channels;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Applications;
using Skein.LocalCluster.Nodes;

namespace Skein.LocalCluster.Hosting;

/// <summary>
/// Lets callers at the <see cref="ClusterState"/> one at a time, carries out what it decides in the order of the decisions, and brings it
/// the nodes' news and the time.
/// </summary>
internal sealed class ResourceManager : INodeEvents, IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    // What a clock may be corrected by, or a machine be late, without being noticed.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    // Guards _state and all that hangs on it. Nothing is awaited under it, and effects are only queued.
    private readonly Lock _gate = new();
    private readonly ClusterState _state;
    private readonly ApplicationLife _life;
    private readonly MasterCalls _masters;
    private readonly bool _preempts;
    private readonly TimeProvider _time;
    private readonly Action<Application> _remember;
    private readonly Action<string> _forget;
    private readonly Action<string> _report;
    private readonly ITimer _timer;
    private readonly Task _executing;

    // The last tick, by both clocks.
    private DateTimeOffset _seen;
    private long _seenTimestamp;

    // Each decision queues a few effects, none of which waits; the callers who decide are bounded by the servers.
    private readonly Channel<ClusterEffect> _effects =
        Channel.CreateUnbounded<ClusterEffect>(new UnboundedChannelOptions { SingleReader = true });

    /// <param name="state">The state; owned from here on.</param>
    /// <param name="attemptLimit">Attempts of an application at most.</param>
    /// <param name="preempts">Whether queues give back what is above their share.</param>
    /// <param name="time">Clock.</param>
    /// <param name="remember">Keeps an application that has ended; must not throw. Called in the order of the ends, outside of the lock.</param>
    /// <param name="forget">Lets an application go, by its id, that ended long ago; likewise.</param>
    /// <param name="report">Told of what goes wrong inside.</param>
    public ResourceManager(
        ClusterState state,
        int attemptLimit,
        bool preempts,
        TimeProvider time,
        Action<Application> remember,
        Action<string> forget,
        Action<string> report)
    {
        _state = state;
        _life = new ApplicationLife(state, attemptLimit);
        _masters = new MasterCalls(state, _life);
        _preempts = preempts;
        _time = time;
        _remember = remember;
        _forget = forget;
        _report = report;
        _seen = time.GetUtcNow();
        _seenTimestamp = time.GetTimestamp();
        _executing = ExecuteAsync();
        _timer = time.CreateTimer(_ => OnTick(), null, Tick, Tick);
    }

    /// <summary>Looks at the state. What is returned must not hang on it.</summary>
    public T Read<T>(Func<ClusterState, T> read)
    {
        lock (_gate)
            return read(_state);
    }

    /// <summary>Changes applications.</summary>
    public void Change(Action<ClusterState, ApplicationLife, DateTimeOffset> change) =>
        Decide((state, life, _, now) =>
        {
            change(state, life, now);
            return true;
        });

    /// <summary>Answers an application master.</summary>
    public T Answer<T>(Func<MasterCalls, DateTimeOffset, T> answer) => Decide((_, _, masters, now) => answer(masters, now));

    /// <summary>Whether an attempt's master may call.</summary>
    public bool IsActive(string attemptId) => Read(state => state.FindAttempt(attemptId) is { IsActive: true });

    /// <summary>Whether an attempt's application has not ended: a later attempt of it may live.</summary>
    public bool IsLive(ApplicationAttemptIdProto attempt) => Read(state =>
        state.Applications.GetValueOrDefault(YarnIds.Format(attempt.ApplicationId)) is { Current.HasEnded: false });

    public void OnTaken(INode node, string containerId) => Change((_, life, _) => life.OnTaken(node, containerId));

    /// <summary>Nothing hangs on it: a container counts as running from the moment that its node has it.</summary>
    public void OnRunning(INode node, string containerId)
    {
    }

    public void OnEnded(INode node, string containerId, ContainerStatusProto status) => Change((state, life, now) =>
    {
        if (state.FindContainer(containerId) is { } container)
            life.OnEnded(container, status, now);
    });

    public void OnApplicationGone(INode node, string applicationId, bool hasLogs) => Change((state, life, _) =>
    {
        if (state.Applications.GetValueOrDefault(applicationId) is { } application)
            life.Left(application, node.Description.Name, hasLogs);
    });

    /// <summary>Decides nothing more; what was decided is carried out first.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        _effects.Writer.TryComplete();
        await _executing;
    }

    // A defect in one decision must not take every application of the cluster along.
    private void OnTick()
    {
        try
        {
            Change((state, life, now) =>
            {
                if (Leap(now) is var leap && leap.Duration() > Tolerance)
                    life.OnClockSet(leap);
                life.OnTime(now);
                if (_preempts)
                    life.Preempt(Preemption.Choose(state), now);
            });
        }
        catch (Exception e)
        {
            _report($"what is due by time failed: {e}");
        }
    }

    /// <summary>By how much more, or less, the time of day has moved since the last tick than time has passed.</summary>
    private TimeSpan Leap(DateTimeOffset now)
    {
        var leap = now - _seen - _time.GetElapsedTime(_seenTimestamp);
        (_seen, _seenTimestamp) = (now, _time.GetTimestamp());
        return leap;
    }

    private T Decide<T>(Func<ClusterState, ApplicationLife, MasterCalls, DateTimeOffset, T> decide)
    {
        lock (_gate)
        {
            try
            {
                return decide(_state, _life, _masters, _time.GetUtcNow());
            }
            finally
            {
                foreach (var effect in _state.TakeEffects())
                    _effects.Writer.TryWrite(effect);
            }
        }
    }

    private async Task ExecuteAsync()
    {
        await foreach (var effect in _effects.Reader.ReadAllAsync())
        {
            try
            {
                Execute(effect);
            }
            catch (Exception e)
            {
                _report($"{effect.GetType().Name} failed: {e}");
                if (effect is ClusterEffect.StartContainer start)
                    OnNotStarted(start, e.Message);
            }
        }
    }

    private void Execute(ClusterEffect effect)
    {
        switch (effect)
        {
            case ClusterEffect.StartContainer start:
                start.Node.Start(start.Launch);
                break;
            case ClusterEffect.StopContainer stop:
                stop.Node.Stop(stop.ContainerId, stop.ExitStatus, stop.Diagnostics);
                break;
            case ClusterEffect.EndOnNode end:
                end.Node.EndApplication(end.ApplicationId);
                break;
            case ClusterEffect.Remember remember:
                _remember(remember.Application);
                break;
            case ClusterEffect.Forget forget:
                _forget(forget.ApplicationId);
                break;
        }
    }

    private void OnNotStarted(ClusterEffect.StartContainer start, string reason) => Change((state, life, now) =>
    {
        if (state.FindContainer(start.Launch.ContainerId) is { } container)
            life.OnEnded(container, ClusterState.Status(container, ContainerExitStatus.Invalid, reason), now);
    });
}
