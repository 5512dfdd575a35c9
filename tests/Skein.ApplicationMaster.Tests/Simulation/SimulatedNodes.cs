using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Lifecycle;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Tests.Simulation;

/// <summary>NodeManagers and the scripts on them.</summary>
internal sealed class SimulatedNodes(Random random, SimulatedResourceManager resourceManager, Journal journal)
{
    private readonly OrderedDictionary<ContainerIdProto, ContainerLaunch> _launches = [];
    private readonly HashSet<(string Service, int Instance)> _probed = [];
    private readonly List<ContainerIdProto> _stopping = [];

    public ClusterHabits Habits => resourceManager.Habits;

    public bool AreStarting => _launches.Count > 0;

    public IEnumerable<SimulatedContainer> Started => resourceManager.Alive.Where(static c => c.IsStarted);

    public void Launch(ContainerLaunch launch) => _launches.Add(launch.Container.Id, launch);

    public void Cancel(ContainerIdProto container) => _launches.Remove(container);

    /// <summary>Asks a container's script to stop by itself.</summary>
    public void Stop(ContainerIdProto container) => _stopping.Add(container);

    /// <summary>Lets some scripts stop that were asked to. Others never hear of it, and others do not care.</summary>
    public void ObeyStops(Action<ApplicationEvent> post)
    {
        foreach (var id in _stopping.ToArray())
        {
            if (random.Next(2) == 0)
                continue;
            _stopping.Remove(id);
            if (_launches.Remove(id) || random.Next(4) == 0)
                post(new ApplicationEvent.StopFailed(id));
            else if (random.Next(4) > 0 && resourceManager.Find(id) is { } container)
                resourceManager.End(container, 143, "its script stopped");
        }
    }

    public void Probe(string service, int instance) => _probed.Add((service, instance));

    public void StopProbe(string service, int instance) => _probed.Remove((service, instance));

    /// <summary>Finds some of the containers ready that are looked at; it may be told after the look has ended.</summary>
    public void BecomeReady(Action<ApplicationEvent> post)
    {
        foreach (var (service, instance) in _probed)
        {
            if (random.Next(2) == 0)
                post(new ApplicationEvent.ContainerReady(service, instance));
        }
    }

    /// <summary>Brings some launches to their end.</summary>
    public void Start(Action<ApplicationEvent> post)
    {
        foreach (var (id, launch) in _launches.ToArray())
        {
            if (random.Next(3) == 0)
                continue;
            _launches.Remove(id);
            if (random.NextDouble() < Habits.LaunchFailures)
            {
                journal.Write($"{launch.ServiceName}_{launch.Instance} does not start");
                post(new ApplicationEvent.LaunchFailed(id, "no answer", IsNodeFault: random.Next(2) == 0));
            }
            else if (resourceManager.Find(id) is { } container)
            {
                container.IsStarted = true;
            }
        }
    }

    /// <summary>Ends some scripts.</summary>
    public void Exit()
    {
        foreach (var container in Started.ToArray())
        {
            if (random.Next(3) == 0)
                resourceManager.End(container, random.NextDouble() < Habits.Failures ? 1 : 0, "its script ended");
        }
    }
}
