using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Launch;

/// <summary>A container to be started.</summary>
/// <param name="Container">What the ResourceManager allocated.</param>
/// <param name="ServiceName">Name of the service.</param>
/// <param name="Instance">Number of the container within the service.</param>
/// <param name="Service">Script, files and environment.</param>
/// <param name="Environment">Variables that win over the service's.</param>
internal sealed record ContainerLaunch(
    ContainerProto Container,
    string ServiceName,
    int Instance,
    Service Service,
    IReadOnlyDictionary<string, string> Environment);
