using Skein.ApplicationMaster.Allocation;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>The whole state of an application and its only transition function: an event and a time in, effects out, no I/O.</summary>
/// <remarks>
/// <code>
///   instances, scale, addContainer, replacement
///        |
///        v       its service is unblocked,       allocated by the
///    WAITING --- its own pause is over ---> REQUESTED --- ResourceManager ---> RUNNING (not ready)
///        |                                   ^   |                                | shown by key or port;
///        |                                   |   |                                v at once without a rule
///        |          allocated too small,     |   |                             RUNNING (ready)
///        |          after a pause -----------+   |                                |
///        |                                       |                                | exit status 0 -------------> SUCCEEDED
///        |                                       |                                | failed, not ready in time,
///        |                                       |                                | over its time limit -------> FAILED
///        |                                       |                                |      replaced while restarts are left, after the
///        |                                       |                                |      service's pause; else the service has failed
///        |                                       |                                | preempted, node lost or
///        |                                       |                                | out of reach --------------> FAILED (lost)
///        |                                       |                                |      always replaced, after a pause that grows
///        | killed                                | killed: the request            | killed
///        |                                       | is withdrawn                   |
///        +---------------------------------------+--------------------------------+---------------------------> KILLED
///
///   The YARN container of one that left RUNNING:
///
///    ended by YARN ------------------------------------------------> forgotten
///    otherwise: no stop_grace, or it never started ----------------> released
///    otherwise: stopping (told to stop) -- ends by itself ---------> forgotten
///                                       -- not told, or time over -> released
///
///   The application:
///
///    lives -- first outcome --> ends: containers with a stop_grace are stopping -- none is left, or it is cut short --> over
/// </code>
/// A service has started, for those that depend on it, once none of its containers is waiting, requested or running without being
/// ready, and one was ready or succeeded. The first outcome stands: a failed service, all services done while there is no driver, the
/// driver's exit, the application's time limit, a user's request, or a cause from outside, which cuts the end short.
/// </remarks>
internal sealed class ApplicationStateMachine
{
    private static readonly Dictionary<string, string> NoOverrides = [];

    private readonly SortedDictionary<string, ServiceState> _services = new(StringComparer.Ordinal);
    private readonly Timers _timers = new();
    private readonly ContainerTransitions _containers;
    private readonly RequestHandler _handler;
    private readonly bool _hasDriver;
    private readonly TimeSpan? _timeLimit;
    private bool _isCutShort;

    /// <param name="specification">As staged by the submitter.</param>
    public ApplicationStateMachine(ApplicationSpec specification)
    {
        _hasDriver = specification.Master is { Script.Length: > 0 };
        _timeLimit = ServiceRules.Duration(specification.TimeLimitMs);
        var tagged = PlacementTags.Of(specification.Services);
        foreach (var (name, service) in specification.Services)
        {
            _services.Add(name, tagged.Contains(name)
                ? new ServiceState(name, WithLabel(service, specification.NodeLabel), name)
                : new ServiceState(name, service, tag: null));
        }

        _containers = new ContainerTransitions(this, _timers);
        _handler = new RequestHandler(this);
    }

    /// <summary>By name, in ordinal order.</summary>
    public IReadOnlyDictionary<string, ServiceState> Services => _services;

    /// <summary>Progress in 0..1 as the application tells it; null until it does.</summary>
    public float? Progress { get; internal set; }

    /// <summary>How the application ends; null while it goes on.</summary>
    public ApplicationOutcome? Outcome { get; private set; }

    /// <summary>Whether there is nothing left to wait for: the outcome is known and every container that needs time to stop had it.</summary>
    public bool IsOver => Outcome is not null && (_isCutShort || _containers.Stopping.IsEmpty);

    /// <summary>When a <see cref="ApplicationEvent.Tick"/> is due; null: the time changes nothing. Too early a tick does no harm.</summary>
    public DateTimeOffset? NextDeadline => IsOver ? null : _timers.Next;

    /// <summary>Takes one step. After the outcome containers that are being stopped may end, and requests are turned away.</summary>
    public IReadOnlyList<ApplicationEffect> Apply(ApplicationEvent happened, DateTimeOffset now)
    {
        var step = new Transition(now);
        if (Outcome is null)
            Live(happened, step);
        else
            End(happened, step);
        return step.Effects;
    }

    /// <summary>Adds a container to a service and asks for it unless the service is blocked.</summary>
    internal ServiceContainer AddContainer(ServiceState service, IReadOnlyDictionary<string, string> environment, Transition step) =>
        _containers.Add(service, environment, step);

    /// <summary>Ends a container at a user's wish; it is not replaced.</summary>
    internal void Kill(ServiceContainer container, Transition step) =>
        _containers.Stop(container, new ContainerExit(ExitKind.Killed, "Killed by user request."), step);

    internal void End(ApplicationOutcome outcome, Transition step)
    {
        if (Outcome is not null)
            return;
        Outcome = outcome;
        if (!_isCutShort)
            _containers.StopThoseWithGrace(step);
        step.Add(new ApplicationEffect.EndApplication(outcome));
    }

    /// <summary>Unblocks those that depend on a service, if it has just become true that it has started.</summary>
    internal void Unblock(ServiceState started, Transition step)
    {
        if (!started.TryStart())
            return;
        foreach (var service in _services.Values)
        {
            if (!service.Unblock(started.Name))
                continue;
            foreach (var container in service.Waiting.ToArray())
                _containers.Unblock(container, step);
        }
    }

    /// <summary>Draws the conclusions when a container of a service has ended.</summary>
    internal void Settle(ServiceState service, Transition step)
    {
        Unblock(service, step);
        WarnOfBlockage(service, step);
        if (service.Restarts.HasFailed)
            End(ApplicationOutcome.ServiceFailed(service.Name), step);
        else if (service.ActiveCount == 0 && !_hasDriver && _services.Values.All(static s => s.ActiveCount == 0))
            End(ApplicationOutcome.Completed, step);
    }

    private void Live(ApplicationEvent happened, Transition step)
    {
        switch (happened)
        {
            case ApplicationEvent.Started:
                Start(step);
                break;
            case ApplicationEvent.Tick:
                while (Outcome is null && _timers.TryTake(step.Now, out var kind, out var container))
                    Elapse(kind, container, step);
                break;
            case ApplicationEvent.HeartbeatAnswered news:
                foreach (var status in news.Completed)
                    Complete(status, step);
                for (var i = 0; i < news.Allocated.Count && Outcome is null; i++)
                    _containers.Allocate(news.Allocated[i], step);
                break;
            case ApplicationEvent.RequestRejected { RequestId: var requestId }:
                _containers.Reject(requestId, step);
                break;
            case ApplicationEvent.LaunchFailed failure:
                _containers.FailLaunch(failure, step);
                break;
            case ApplicationEvent.ContainerReady ready:
                _containers.MarkReady(_services[ready.Service], ready.Instance, step);
                break;
            case ApplicationEvent.StopFailed { Container: var id }:
                _containers.Stopping.GiveBack(id, step);
                break;
            case ApplicationEvent.AllocatorFailed { Reason: var reason }:
                _isCutShort = true;
                End(ApplicationOutcome.AllocatorFailed(reason), step);
                break;
            case ApplicationEvent.DriverExited { ExitCode: var exitCode }:
                End(ApplicationOutcome.DriverExited(exitCode), step);
                break;
            case ApplicationEvent.Ended { Outcome: var outcome }:
                _isCutShort = true;
                End(outcome, step);
                break;
            case ApplicationRequest request:
                _handler.Handle(request, step);
                break;
        }
    }

    private void Complete(ContainerStatusProto status, Transition step)
    {
        if (Outcome is null)
            _containers.Complete(status, step);
        else
            _containers.Stopping.Completed(status.ContainerId);
    }

    // The ResourceManager lets requests inherit the application's label, but not those that carry a tag.
    private static Service WithLabel(Service service, string label)
    {
        if (service.NodeLabel.Length > 0 || label.Length == 0)
            return service;
        var labelled = service.Clone();
        labelled.NodeLabel = label;
        return labelled;
    }

    // Nothing new begins: what is given back or released now, the ResourceManager takes with the rest when it is told of the end.
    private void End(ApplicationEvent happened, Transition step)
    {
        var stopping = _containers.Stopping;
        switch (happened)
        {
            case ApplicationEvent.Tick:
                while (_timers.TryTake(step.Now, out var kind, out var container))
                {
                    if (kind == TimerKind.StopGrace && container?.YarnId is { } late)
                        stopping.Completed(late);
                }

                break;
            case ApplicationEvent.HeartbeatAnswered { Completed: var completed }:
                foreach (var status in completed)
                    Complete(status, step);
                break;
            case ApplicationEvent.StopFailed { Container: var id }:
                stopping.Completed(id);
                break;
            case ApplicationEvent.AllocatorFailed or ApplicationEvent.Ended:
                _isCutShort = true;
                break;
            case ApplicationRequest request:
                step.Add(new ApplicationEffect.Refuse(request, new ApplicationEndedException()));
                break;
        }
    }

    private void Start(Transition step)
    {
        if (_timeLimit is { } limit)
            _timers.Set(step.Now + limit, TimerKind.ApplicationLimit, null);
        foreach (var service in _services.Values)
        {
            for (var i = 0; i < service.Specification.Instances; i++)
                AddContainer(service, NoOverrides, step);
        }
    }

    private void Elapse(TimerKind kind, ServiceContainer? container, Transition step)
    {
        if (container is not null)
            _containers.Elapse(kind, container, step);
        else if (_timeLimit is { } limit)
            End(ApplicationOutcome.TimeLimitExceeded(limit), step);
    }

    // Somebody may add a container yet: until then dependents wait, and nobody else would say why.
    private void WarnOfBlockage(ServiceState service, Transition step)
    {
        if (service.ActiveCount > 0 || service.HasStarted)
            return;
        var blocked = string.Join(", ", _services.Values.Where(s => s.IsWaitingFor(service.Name)).Select(static s => s.Name));
        if (blocked.Length > 0)
            step.Add(new ApplicationEffect.Warn(
                $"No container of {service.Name} is left, and none was ready: {blocked} will start when one is added that is."));
    }
}
