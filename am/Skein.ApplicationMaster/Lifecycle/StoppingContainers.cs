using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>
/// Containers that have ended in the books and end on their nodes: at once, or, if their service gives them time, told to stop first and
/// given back only if they have not stopped by then.
/// </summary>
internal sealed class StoppingContainers(Timers timers)
{
    private readonly Dictionary<ContainerIdProto, ServiceContainer> _containers = [];

    /// <summary>Whether none is being waited for.</summary>
    public bool IsEmpty => _containers.Count == 0;

    public bool Contains(ContainerIdProto yarnId) => _containers.ContainsKey(yarnId);

    /// <summary>Begins to end a container that runs.</summary>
    public void Stop(ServiceContainer container, Transition step)
    {
        if (container is not { YarnId: { } yarnId, Node: { } node })
            return;
        var grace = container.Service.Rules.StopGrace;
        if (grace == TimeSpan.Zero)
        {
            container.LeaveNode();
            step.Add(new ApplicationEffect.ReleaseContainer(yarnId));
            return;
        }

        _containers.Add(yarnId, container);
        timers.Set(step.Now + grace, TimerKind.StopGrace, container);
        step.Add(new ApplicationEffect.StopContainer(yarnId, node));
    }

    /// <summary>Ends the wait for a container.</summary>
    public bool Completed(ContainerIdProto yarnId)
    {
        if (!_containers.Remove(yarnId, out var container))
            return false;
        container.LeaveNode();
        return true;
    }

    /// <summary>Ends a container that has not stopped, or can not be told to.</summary>
    public void GiveBack(ContainerIdProto yarnId, Transition step)
    {
        if (Completed(yarnId))
            step.Add(new ApplicationEffect.ReleaseContainer(yarnId));
    }
}
