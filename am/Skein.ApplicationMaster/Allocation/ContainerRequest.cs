using Skein.Protocol;

namespace Skein.ApplicationMaster.Allocation;

/// <summary>A request for one container.</summary>
/// <param name="Id">
/// Positive and never used twice. It is the request's allocation request id and its priority: a ResourceManager that knows no
/// allocation request ids keeps one outstanding count per priority, and would overwrite one request with the next.
/// </param>
/// <param name="Service">Whose resources, nodes, racks, label and placement it asks for.</param>
/// <param name="Tag">
/// Name by which placements, its own or those of other services, refer to its container; null: none does, and the request is written in
/// the way that every cluster reads.
/// </param>
internal sealed record ContainerRequest(long Id, Service Service, string? Tag = null);
