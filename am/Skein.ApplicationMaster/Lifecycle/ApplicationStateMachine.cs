using System.Globalization;
using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Readiness;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>The whole state of an application and its only transition function: an event and a time in, effects out, no I/O.</summary>
/// <remarks>
/// <code>
///   instances, scale, addContainer, replacement of a failed container
///        |
///        v       every dependency        allocated by the
///    WAITING ----- has started ----> REQUESTED ---- ResourceManager ----> RUNNING
///        |                               |                                   |
///        | killed                        | killed: the request               | exit status 0 ------------> SUCCEEDED
///        |                               | is withdrawn                      | other exit status, or
///        |                               |                                   | the launch failed --------> FAILED --> replacement?
///        |                               |                                   | killed: the container
///        |                               |                                   | is released --------------> KILLED
///        +-------------------------------+-----------------------------------------------------------------^
/// </code>
/// A service has started, for those that depend on it, once none of its containers is waiting or requested and at least one was
/// allocated. The application ends with its first outcome: a failed service, all services done while there is no driver, the driver's
/// exit, a user's request, or a cause from outside.
/// </remarks>
internal sealed class ApplicationStateMachine
{
    private static readonly Dictionary<string, string> NoOverrides = [];

    private readonly SortedDictionary<string, ServiceState> _services = new(StringComparer.Ordinal);
    private readonly Dictionary<ContainerIdProto, ServiceContainer> _running = [];
    private readonly RequestBook _requests = new();
    private readonly Timers _timers = new();
    private readonly RequestHandler _handler;
    private readonly bool _hasDriver;
    private readonly TimeSpan? _timeLimit;

    /// <param name="specification">As staged by the submitter.</param>
    public ApplicationStateMachine(ApplicationSpec specification)
    {
        _hasDriver = specification.Master is { Script.Length: > 0 };
        _timeLimit = ServiceRules.Duration(specification.TimeLimitMs);
        foreach (var (name, service) in specification.Services)
            _services.Add(name, new ServiceState(name, service));
        _handler = new RequestHandler(this);
    }

    /// <summary>By name, in ordinal order.</summary>
    public IReadOnlyDictionary<string, ServiceState> Services => _services;

    /// <summary>How the application ended; null while it goes on.</summary>
    public ApplicationOutcome? Outcome { get; private set; }

    /// <summary>When a <see cref="ApplicationEvent.Tick"/> is due; null: the time changes nothing. Too early a tick does no harm.</summary>
    public DateTimeOffset? NextDeadline => Outcome is null ? _timers.Next : null;

    /// <summary>Takes one step. After the outcome only requests are looked at, and those are turned away.</summary>
    public IReadOnlyList<ApplicationEffect> Apply(ApplicationEvent happened, DateTimeOffset now)
    {
        var step = new Transition(now);
        if (Outcome is null)
            Apply(happened, step);
        else if (happened is ApplicationRequest request)
            step.Add(new ApplicationEffect.Refuse(request, new ApplicationEndedException()));
        return step.Effects;
    }

    /// <summary>Adds a container to a service and asks for it unless the service is blocked.</summary>
    internal ServiceContainer AddContainer(ServiceState service, IReadOnlyDictionary<string, string> environment, Transition step)
    {
        var container = service.Add(environment);
        RequestWhenDue(container, step);
        return container;
    }

    /// <summary>Ends a container at a user's wish; it is not replaced.</summary>
    internal void Kill(ServiceContainer container, Transition step) =>
        Finish(container, new ContainerExit(ExitKind.Killed, "Killed by user request."), isGone: false, step);

    internal void End(ApplicationOutcome outcome, Transition step)
    {
        if (Outcome is not null)
            return;
        Outcome = outcome;
        step.Add(new ApplicationEffect.EndApplication(outcome));
    }

    private void Apply(ApplicationEvent happened, Transition step)
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
                for (var i = 0; i < news.Completed.Count && Outcome is null; i++)
                    Complete(news.Completed[i], step);
                for (var i = 0; i < news.Allocated.Count && Outcome is null; i++)
                    Allocate(news.Allocated[i], step);
                break;
            case ApplicationEvent.LaunchFailed failure:
                FailLaunch(failure, step);
                break;
            case ApplicationEvent.ContainerReady ready:
                MarkReady(ready, step);
                break;
            case ApplicationEvent.AllocatorFailed { Reason: var reason }:
                End(ApplicationOutcome.AllocatorFailed(reason), step);
                break;
            case ApplicationEvent.DriverExited { ExitCode: var exitCode }:
                End(ApplicationOutcome.DriverExited(exitCode), step);
                break;
            case ApplicationEvent.Ended { Outcome: var outcome }:
                End(outcome, step);
                break;
            case ApplicationRequest request:
                _handler.Handle(request, step);
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
        switch (kind)
        {
            case TimerKind.Request when container is { State: ContainerState.Waiting, Service.IsUnblocked: true }:
                Request(container, step);
                break;
            case TimerKind.Readiness when container is { State: ContainerState.Running, IsReady: false }:
                Fail(container, $"Not ready within {container.Service.Rules.Ready?.Timeout}.", step);
                break;
            case TimerKind.ContainerLimit when container is { State: ContainerState.Running }:
                Fail(container, $"Exceeded its time limit of {container.Service.Rules.TimeLimit}.", step);
                break;
            case TimerKind.ApplicationLimit:
                End(ApplicationOutcome.TimeLimitExceeded(_timeLimit.GetValueOrDefault()), step);
                break;
        }
    }

    // A container is not asked for while its service is blocked, nor while it is held back itself.
    private void RequestWhenDue(ServiceContainer container, Transition step)
    {
        if (container.NotBefore is { } due && due > step.Now)
        {
            _timers.Set(due, TimerKind.Request, container);
            Changed(container, step, string.Create(CultureInfo.InvariantCulture, $"held back for {(due - step.Now).TotalSeconds:0.###} s"));
        }
        else if (container.Service.IsUnblocked)
        {
            Request(container, step);
        }
        else
        {
            Changed(container, step);
        }
    }

    private static void HoldBack(ServiceContainer container, Replacement replacement, Transition step)
    {
        container.Setbacks = replacement.Setbacks;
        container.NotBefore = replacement.Pause > TimeSpan.Zero ? step.Now + replacement.Pause : null;
    }

    private void Request(ServiceContainer container, Transition step)
    {
        container.Service.Move(container, ContainerState.Requested);
        step.Add(new ApplicationEffect.RequestContainer(
            new ContainerRequest(_requests.Open(container), container.Service.Specification)));
        Changed(container, step);
    }

    private void Allocate(ContainerProto allocation, Transition step)
    {
        // Told twice, it is not one too many.
        if (_running.ContainsKey(allocation.Id))
            return;
        var container = Claim(allocation, step);
        if (container is null)
        {
            step.Add(new ApplicationEffect.ReleaseContainer(allocation.Id));
            return;
        }

        var wanted = container.Service.Specification.Resources.Memory;
        if (allocation.Resource.Memory < wanted)
        {
            step.Add(new ApplicationEffect.Warn(
                $"{YarnIds.Format(allocation.Id)} has {allocation.Resource.Memory} MiB where {container} needs {wanted} MiB: "
                    + "released, asking again."));
            step.Add(new ApplicationEffect.ReleaseContainer(allocation.Id));
            container.Service.Move(container, ContainerState.Waiting);
            HoldBack(container, RestartPolicy.ReplaceLost(container, step.Now), step);
            RequestWhenDue(container, step);
            return;
        }

        _running.Add(allocation.Id, container);
        container.YarnId = allocation.Id;
        container.NodeHttpAddress = allocation.NodeHttpAddress;
        container.YarnContainerId = YarnIds.Format(allocation.Id);
        container.Started = step.Now;
        container.Service.Move(container, ContainerState.Running);
        Changed(container, step, $"{container.YarnContainerId} on {allocation.NodeId.Host}");
        step.Add(new ApplicationEffect.LaunchContainer(new ContainerLaunch(
            allocation, container.Service.Name, container.Instance, container.Service.Specification, container.Environment)));
        if (container.Service.Rules.TimeLimit is { } limit)
            _timers.Set(step.Now + limit, TimerKind.ContainerLimit, container);
        if (container.Service.Rules.Ready is { } rule)
            Probe(container, allocation.NodeId.Host, rule, step);
        else
            container.Service.MarkReady(container);
        Unblock(container.Service, step);
    }

    private void Probe(ServiceContainer container, string host, ReadinessRule rule, Transition step)
    {
        var check = new ReadinessCheck(container.Service.Name, container.Instance, host, rule);
        step.Add(new ApplicationEffect.ProbeReadiness(check));
        if (rule.Timeout is { } timeout)
            _timers.Set(step.Now + timeout, TimerKind.Readiness, container);
    }

    private void MarkReady(ApplicationEvent.ContainerReady ready, Transition step)
    {
        var service = _services[ready.Service];
        if (service.Find(ready.Instance) is not { State: ContainerState.Running, IsReady: false } container)
            return;
        service.MarkReady(container);
        step.Add(new ApplicationEffect.StopProbe(service.Name, container.Instance));
        Changed(container, step, "ready");
        Unblock(service, step);
    }

    // An allocation whose request was withdrawn serves another request of its shape, which is withdrawn in its turn.
    private ServiceContainer? Claim(ContainerProto allocation, Transition step)
    {
        var requestId = RequestBook.IdOf(allocation);
        if (_requests.Close(requestId) is { } expected)
            return expected;
        if (_requests.TakeWithdrawn(requestId) is not { } other)
            return null;
        step.Add(new ApplicationEffect.WithdrawRequest(_requests.Withdraw(other)));
        return other;
    }

    private void Complete(ContainerStatusProto status, Transition step)
    {
        step.Add(new ApplicationEffect.ForgetContainer(status.ContainerId));
        // Statuses of containers that ended in these books already are echoes: of a release, of a kill, of a failed launch.
        if (_running.TryGetValue(status.ContainerId, out var container))
            Finish(container, ContainerExit.From(status), isGone: true, step);
    }

    // A node that can not be reached is a lost node that YARN has not missed yet.
    private void FailLaunch(ApplicationEvent.LaunchFailed failure, Transition step)
    {
        if (!_running.TryGetValue(failure.Container, out var container))
            return;
        var kind = failure.IsNodeFault ? ExitKind.Lost : ExitKind.Failure;
        Finish(container, new ContainerExit(kind, $"Failed to start, exception raised: {failure.Reason}"), isGone: false, step);
    }

    private void Fail(ServiceContainer container, string message, Transition step) =>
        Finish(container, new ContainerExit(ExitKind.Failure, message), isGone: false, step);

    // What YARN has ended itself, "gone", must not be given back: it is unknown there already.
    private void Finish(ServiceContainer container, ContainerExit exit, bool isGone, Transition step)
    {
        var service = container.Service;
        if (container.State == ContainerState.Requested)
            step.Add(new ApplicationEffect.WithdrawRequest(_requests.Withdraw(container)));
        if (container.YarnId is { } yarnId)
        {
            _running.Remove(yarnId);
            container.YarnId = null;
            if (!isGone)
                step.Add(new ApplicationEffect.ReleaseContainer(yarnId));
            if (!container.IsReady)
                step.Add(new ApplicationEffect.StopProbe(service.Name, container.Instance));
        }

        service.Move(container, exit.State);
        container.Finished = step.Now;
        container.ExitMessage = exit.Message;
        container.IsLost = exit.Kind == ExitKind.Lost;
        Changed(container, step, exit.Message);
        step.Add(new ApplicationEffect.DeleteOwnedKeys(service.Name, container.Instance));

        // One that had nothing left to do needs to show nothing more.
        if (exit.Kind == ExitKind.Success)
            service.MarkReady(container);
        var replacement = exit.Kind switch
        {
            ExitKind.Lost => RestartPolicy.ReplaceLost(container, step.Now),
            ExitKind.Failure => service.Restarts.ReplaceFailed(container, step.Now),
            _ => null,
        };
        if (replacement is not null)
            Replace(container, replacement, step);
        Unblock(service, step);
        WarnOfBlockage(service, step);
        if (service.Restarts.HasFailed)
            End(ApplicationOutcome.ServiceFailed(service.Name), step);
        else if (service.ActiveCount == 0 && !_hasDriver && _services.Values.All(static s => s.ActiveCount == 0))
            End(ApplicationOutcome.Completed, step);
    }

    private void Replace(ServiceContainer ended, Replacement replacement, Transition step)
    {
        var container = ended.Service.Add(ended.Environment);
        HoldBack(container, replacement, step);
        RequestWhenDue(container, step);
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

    private void Unblock(ServiceState started, Transition step)
    {
        if (!started.TryStart())
            return;
        foreach (var service in _services.Values)
        {
            if (!service.Unblock(started.Name))
                continue;
            foreach (var container in service.Waiting.Where(c => !(c.NotBefore > step.Now)).ToArray())
                Request(container, step);
        }
    }

    private static void Changed(ServiceContainer container, Transition step, string message = "") =>
        step.Add(new ApplicationEffect.ContainerChanged(
            container.Service.Name, container.Instance, container.State, container.IsActive, message));
}
