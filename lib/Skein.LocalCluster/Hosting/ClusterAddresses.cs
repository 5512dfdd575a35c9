namespace Skein.LocalCluster.Hosting;

/// <summary>Where a cluster's servers listen, <c>host:port</c> each.</summary>
/// <param name="ResourceManager">For clients.</param>
/// <param name="Scheduler">For application masters.</param>
/// <param name="Pages">For browsers.</param>
internal sealed record ClusterAddresses(string ResourceManager, string Scheduler, string Pages);
