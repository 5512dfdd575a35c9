using Skein.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>A service at one moment: how many containers it has, and as many of them as there is room for.</summary>
internal sealed class ServiceOverview
{
    /// <param name="service">The service.</param>
    /// <param name="rows">Most containers in each list.</param>
    public ServiceOverview(ServiceState service, int rows)
    {
        Name = service.Name;
        PendingCount = service.CountOf(ContainerState.Waiting) + service.CountOf(ContainerState.Requested);
        RunningCount = service.CountOf(ContainerState.Running);
        SucceededCount = service.CountOf(ContainerState.Succeeded);
        KilledCount = service.CountOf(ContainerState.Killed);
        FailedCount = service.CountOf(ContainerState.Failed);
        Pending = First(service.Waiting.Concat(service.Active(ContainerState.Requested)), rows);
        Running = First(service.Active(ContainerState.Running), rows);
        Completed = First(Ended(service), rows);
    }

    public string Name { get; }

    /// <summary>Containers that wait or were asked for.</summary>
    public int PendingCount { get; }

    public int RunningCount { get; }

    public int SucceededCount { get; }

    public int KilledCount { get; }

    public int FailedCount { get; }

    public int CompletedCount => SucceededCount + KilledCount + FailedCount;

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Container> Pending { get; }

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Container> Running { get; }

    /// <summary>The newest first, without those that are forgotten.</summary>
    public IReadOnlyList<Container> Completed { get; }

    private static IEnumerable<ServiceContainer> Ended(ServiceState service)
    {
        for (var i = service.Containers.Count - 1; i >= 0; i--)
        {
            if (!service.Containers[i].IsActive)
                yield return service.Containers[i];
        }
    }

    private static List<Container> First(IEnumerable<ServiceContainer> containers, int rows) =>
        [.. containers.Take(rows).Select(static container => container.ToMessage())];
}
