namespace Skein.ApplicationMaster.Readiness;

/// <summary>A running container that is to show that it is ready.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Instance">Number of the container within the service.</param>
/// <param name="Host">The container's node.</param>
/// <param name="Rule">How it shows.</param>
internal sealed record ReadinessCheck(string Service, int Instance, string Host, ReadinessRule Rule);
