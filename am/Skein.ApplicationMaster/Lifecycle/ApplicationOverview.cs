namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>The application at one moment, as far as it fits a page.</summary>
/// <param name="Progress">Progress in 0..1; null: nobody tells it.</param>
/// <param name="Memory">MiB of the running containers, as they were asked for.</param>
/// <param name="VirtualCores">Virtual cores of the running containers, likewise.</param>
/// <param name="Services">By name.</param>
internal sealed record ApplicationOverview(float? Progress, long Memory, long VirtualCores, IReadOnlyList<ServiceOverview> Services)
{
    private const int ListsPerService = 3;
    private const int LeastRows = 5;
    private const int MostRows = 500;

    /// <param name="state">The application.</param>
    /// <param name="maxRows">Most containers in all lists together; of many services each list has a few nevertheless.</param>
    public static ApplicationOverview Of(ApplicationStateMachine state, int maxRows)
    {
        var rows = Math.Clamp(maxRows / (ListsPerService * Math.Max(1, state.Services.Count)), LeastRows, MostRows);
        var services = new List<ServiceOverview>(state.Services.Count);
        var (memory, cores) = (0L, 0L);
        foreach (var service in state.Services.Values)
        {
            var running = service.CountOf(ContainerState.Running);
            memory += (long)running * service.Specification.Resources.Memory;
            cores += (long)running * service.Specification.Resources.Vcores;
            services.Add(new ServiceOverview(service, rows));
        }

        return new ApplicationOverview(state.Progress, memory, cores, services);
    }
}
