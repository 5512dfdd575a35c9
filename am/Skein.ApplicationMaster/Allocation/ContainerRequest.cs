using Skein.Protocol;

namespace Skein.ApplicationMaster.Allocation;

/// <summary>A request for one container.</summary>
/// <param name="Id">
/// Positive and never used twice. It is the request's allocation request id and its priority: a ResourceManager that knows no
/// allocation request ids keeps one outstanding count per priority, and would overwrite one request with the next.
/// </param>
/// <param name="Service">Whose resources, nodes, racks and label it asks for.</param>
internal sealed record ContainerRequest(long Id, Service Service);
