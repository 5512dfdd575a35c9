using System.Collections.Concurrent;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;

namespace Skein.LocalCluster.Simulation;

/// <summary>A node without processes: its containers are timers. For tests of scale.</summary>
/// <param name="description">What the node pretends to be.</param>
/// <param name="events">Whom it tells.</param>
/// <param name="life">How its containers behave.</param>
/// <param name="time">Clock.</param>
public sealed class SimulatedNode(NodeDescription description, INodeEvents events, SimulatedLife life, TimeProvider time) : INode
{
    private const int Killed = 143;

    private readonly ConcurrentDictionary<string, SimulatedContainer> _containers = new(StringComparer.Ordinal);
    private readonly Random _random = new(life.Seed);

    /// <inheritdoc />
    public NodeDescription Description => description;

    /// <inheritdoc />
    public void Start(ContainerLaunch launch)
    {
        var container = new SimulatedContainer(launch);
        if (!_containers.TryAdd(launch.ContainerId, container))
            return;
        container.Timer = time.CreateTimer(_ => Run(container), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        events.OnTaken(this, launch.ContainerId);
        container.Timer.Change(life.Start, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc />
    public void Stop(string containerId, int exitStatus, string diagnostics)
    {
        if (_containers.TryGetValue(containerId, out var container))
            End(container, exitStatus, diagnostics);
    }

    /// <inheritdoc />
    public void Signal(string containerId, SignalContainerCommandProto command)
    {
        if (command != SignalContainerCommandProto.OutputThreadDump && _containers.TryGetValue(containerId, out var container))
            End(container, Killed, "Container killed on request. Exit code is 143");
    }

    /// <inheritdoc />
    public ContainerStatusProto? FindStatus(string containerId) =>
        _containers.TryGetValue(containerId, out var container) ? Status(container, ContainerExitStatus.Invalid, "") : null;

    /// <inheritdoc />
    public void EndApplication(string applicationId)
    {
        foreach (var container in _containers.Values)
        {
            if (YarnIds.Format(YarnIds.ParseContainer(container.Launch.ContainerId).AppAttemptId.ApplicationId) == applicationId)
                End(container, ContainerExitStatus.KilledAfterApplication, "Container killed by the ResourceManager after its application");
        }

        events.OnApplicationGone(this, applicationId, hasLogs: true);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var container in _containers.Values)
        {
            if (container.Timer is { } timer)
                await timer.DisposeAsync();
        }

        _containers.Clear();
    }

    private static ContainerStatusProto Status(SimulatedContainer container, int exitStatus, string diagnostics) => new()
    {
        ContainerId = YarnIds.ParseContainer(container.Launch.ContainerId),
        State = exitStatus == ContainerExitStatus.Invalid ? ContainerStateProto.CRunning : ContainerStateProto.CComplete,
        ExitStatus = exitStatus,
        Diagnostics = diagnostics,
        Capability = container.Launch.Resource,
    };

    private void Run(SimulatedContainer container)
    {
        if (!container.HasStarted)
        {
            container.HasStarted = true;
            events.OnRunning(this, container.Launch.ContainerId);
            if (life.Run is { } run)
                container.Timer?.Change(run, Timeout.InfiniteTimeSpan);
            return;
        }

        var isFailure = NextOfThousand() < life.FailuresOfThousand;
        End(container, isFailure ? 1 : 0, isFailure ? "Exception from container-launch, simulated" : "");
    }

    private int NextOfThousand()
    {
        lock (_random)
            return _random.Next(1000);
    }

    private void End(SimulatedContainer container, int exitStatus, string diagnostics)
    {
        if (!_containers.TryRemove(container.Launch.ContainerId, out _))
            return;
        container.Timer?.Dispose();
        events.OnEnded(this, container.Launch.ContainerId, Status(container, exitStatus, diagnostics));
    }

    private sealed class SimulatedContainer(ContainerLaunch launch)
    {
        public ContainerLaunch Launch => launch;

        public ITimer? Timer { get; set; }

        public bool HasStarted { get; set; }
    }
}
