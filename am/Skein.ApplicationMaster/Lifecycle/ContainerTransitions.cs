using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Readiness;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Specification;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>What can happen to a container, as part of the application's transition function.</summary>
internal sealed class ContainerTransitions(ApplicationStateMachine state, Timers timers)
{
    private readonly Dictionary<ContainerIdProto, ServiceContainer> _running = [];
    private readonly RequestBook _requests = new();
    private readonly NodeFaults _faults = new();

    /// <summary>Those that have ended in the books and get their time to end on their nodes.</summary>
    public StoppingContainers Stopping { get; } = new(timers);

    /// <summary>Adds a container to a service and asks for it unless the service is blocked.</summary>
    public ServiceContainer Add(ServiceState service, IReadOnlyDictionary<string, string> environment, Transition step)
    {
        var container = service.Add(environment);
        RequestWhenDue(container, step);
        return container;
    }

    /// <summary>Asks for a container whose service was unblocked, unless it is held back.</summary>
    public void Unblock(ServiceContainer container, Transition step)
    {
        if (!(container.NotBefore > step.Now))
            Request(container, step);
    }

    /// <summary>Takes what the ResourceManager allocated for the container that it is meant for, or gives it back.</summary>
    public void Allocate(ContainerProto allocation, Transition step)
    {
        // Told twice, it is not one too many.
        if (_running.ContainsKey(allocation.Id) || Stopping.Contains(allocation.Id))
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
            RequestAgain(container, step);
            return;
        }

        _running.Add(allocation.Id, container);
        container.YarnId = allocation.Id;
        container.Node = allocation.NodeId;
        container.NodeHttpAddress = allocation.NodeHttpAddress;
        container.YarnContainerId = YarnIds.Format(allocation.Id);
        container.Started = step.Now;
        container.Service.Move(container, ContainerState.Running);
        Changed(container, step, $"{container.YarnContainerId} on {allocation.NodeId.Host}");
        step.Add(new ApplicationEffect.LaunchContainer(new ContainerLaunch(
            allocation, container.Service.Name, container.Instance, container.Service.Specification, container.Environment)));
        if (container.Service.Rules.TimeLimit is { } limit)
            timers.Set(step.Now + limit, TimerKind.ContainerLimit, container);
        if (container.Service.Rules.Ready is { } rule)
            Probe(container, allocation.NodeId.Host, rule, step);
        else
            container.Service.MarkReady(container);
        state.Unblock(container.Service, step);
    }

    /// <summary>Asks anew, after a while, for a container for which the ResourceManager has found no place.</summary>
    public void Reject(long requestId, Transition step)
    {
        if (_requests.Close(requestId) is { } container)
            RequestAgain(container, step);
    }

    /// <summary>Notes that YARN has ended a container.</summary>
    public void Complete(ContainerStatusProto status, Transition step)
    {
        step.Add(new ApplicationEffect.ForgetContainer(status.ContainerId));
        Stopping.Completed(status.ContainerId);
        // Statuses of containers that ended in these books already are echoes: of a release, of a kill, of a failed launch.
        if (!_running.Remove(status.ContainerId, out var container))
            return;
        var exit = ContainerExit.From(status);
        _faults.Judge(container, exit.NeverRan, step);
        container.LeaveNode();
        Finish(container, exit, step);
    }

    /// <summary>Ends a container that did not start. If its node can not be reached, that is a lost node YARN has not missed yet.</summary>
    public void FailLaunch(ApplicationEvent.LaunchFailed failure, Transition step)
    {
        if (!_running.Remove(failure.Container, out var container))
            return;
        _faults.Judge(container, neverRan: true, step);
        container.LeaveNode();
        step.Add(new ApplicationEffect.ReleaseContainer(failure.Container));
        var kind = failure.IsNodeFault ? ExitKind.Lost : ExitKind.Failure;
        Finish(container, new ContainerExit(kind, $"Failed to start, exception raised: {failure.Reason}"), step);
    }

    /// <summary>Notes that a container has shown that it is ready.</summary>
    public void MarkReady(ServiceState service, int instance, Transition step)
    {
        if (service.Find(instance) is not { State: ContainerState.Running, IsReady: false } container)
            return;
        service.MarkReady(container);
        step.Add(new ApplicationEffect.StopProbe(service.Name, container.Instance));
        Changed(container, step, "ready");
        state.Unblock(service, step);
    }

    /// <summary>Does what is due for a container.</summary>
    public void Elapse(TimerKind kind, ServiceContainer container, Transition step)
    {
        var rules = container.Service.Rules;
        switch (kind)
        {
            case TimerKind.Request when container is { State: ContainerState.Waiting, Service.IsUnblocked: true }:
                Request(container, step);
                break;
            case TimerKind.Readiness when container is { State: ContainerState.Running, IsReady: false }:
                Stop(container, new ContainerExit(ExitKind.Failure, $"Not ready within {Text(rules.Ready?.Timeout)}."), step);
                break;
            case TimerKind.ContainerLimit when container.State == ContainerState.Running:
                Stop(container, new ContainerExit(ExitKind.Failure, $"Exceeded its time limit of {Text(rules.TimeLimit)}."), step);
                break;
            case TimerKind.StopGrace when container.YarnId is { } yarnId:
                Stopping.GiveBack(yarnId, step);
                break;
        }
    }

    /// <summary>Ends a container that has not ended by itself: its request is withdrawn, or its processes are stopped.</summary>
    public void Stop(ServiceContainer container, ContainerExit exit, Transition step)
    {
        if (container.State == ContainerState.Requested)
            step.Add(new ApplicationEffect.WithdrawRequest(_requests.Withdraw(container)));
        if (container.YarnId is { } yarnId && _running.Remove(yarnId))
            Stopping.Stop(container, step);
        Finish(container, exit, step);
    }

    /// <summary>Stops those that need time to end, because the application ends; the others end with it.</summary>
    public void StopThoseWithGrace(Transition step)
    {
        foreach (var container in _running.Values.Where(static c => c.Service.Rules.StopGrace > TimeSpan.Zero))
            Stopping.Stop(container, step);
        _running.Clear();
    }

    // A container is not asked for while its service is blocked, nor while it is held back itself.
    private void RequestWhenDue(ServiceContainer container, Transition step)
    {
        if (container.NotBefore is { } due && due > step.Now)
        {
            timers.Set(due, TimerKind.Request, container);
            Changed(container, step, $"held back for {Text(due - step.Now)}");
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

    private void RequestAgain(ServiceContainer container, Transition step)
    {
        container.Service.Move(container, ContainerState.Waiting);
        HoldBack(container, RestartPolicy.ReplaceLost(container, step.Now), step);
        RequestWhenDue(container, step);
    }

    private static void HoldBack(ServiceContainer container, Replacement replacement, Transition step)
    {
        container.Setbacks = replacement.Setbacks;
        container.NotBefore = replacement.Pause > TimeSpan.Zero ? step.Now + replacement.Pause : null;
    }

    private void Request(ServiceContainer container, Transition step)
    {
        var service = container.Service;
        service.Move(container, ContainerState.Requested);
        step.Add(new ApplicationEffect.RequestContainer(
            new ContainerRequest(_requests.Open(container), service.Specification, service.Tag)));
        Changed(container, step);
    }

    private void Probe(ServiceContainer container, string host, ReadinessRule rule, Transition step)
    {
        var check = new ReadinessCheck(container.Service.Name, container.Instance, host, rule);
        step.Add(new ApplicationEffect.ProbeReadiness(check));
        if (rule.Timeout is { } timeout)
            timers.Set(step.Now + timeout, TimerKind.Readiness, container);
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

    private void Finish(ServiceContainer container, ContainerExit exit, Transition step)
    {
        var service = container.Service;
        if (container is { State: ContainerState.Running, IsReady: false })
            step.Add(new ApplicationEffect.StopProbe(service.Name, container.Instance));
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
        service.Retire(container);
        state.Settle(service, step);
    }

    private void Replace(ServiceContainer ended, Replacement replacement, Transition step)
    {
        var container = ended.Service.Add(ended.Environment);
        HoldBack(container, replacement, step);
        RequestWhenDue(container, step);
    }

    private static string Text(TimeSpan? duration) => DurationText.Format(duration.GetValueOrDefault());

    private static void Changed(ServiceContainer container, Transition step, string message = "") =>
        step.Add(new ApplicationEffect.ContainerChanged(
            container.Service.Name, container.Instance, container.State, container.IsActive, message));
}
