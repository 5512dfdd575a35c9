using System.Globalization;
using Skein.Contract;
using Skein.Protocol;

namespace Skein.Client;

/// <summary>What the environment tells a process of the container it runs in.</summary>
/// <param name="ApplicationId"><c>application_…</c>.</param>
/// <param name="Instance">Service and number of the container, by which it can own keys; null in the driver script.</param>
/// <param name="Memory">Memory the container asked for, MiB; 0 if unknown.</param>
/// <param name="VirtualCores">Virtual cores it asked for; 0 if unknown.</param>
public sealed record CurrentContainer(string ApplicationId, ContainerInstance? Instance, int Memory, int VirtualCores)
{
    /// <summary>The container of this process, or null outside of an application.</summary>
    /// <exception cref="FormatException">The variable with the container's name is malformed.</exception>
    public static CurrentContainer? Find() => Find(Environment.GetEnvironmentVariable);

    /// <summary>The container that an environment describes, or null if it is that of no container.</summary>
    /// <param name="environment">Reads a variable.</param>
    /// <exception cref="FormatException">The variable with the container's name is malformed.</exception>
    public static CurrentContainer? Find(Func<string, string?> environment) =>
        environment(SkeinVariables.ApplicationId) is { Length: > 0 } application
            ? new CurrentContainer(
                application,
                environment(SkeinVariables.ContainerId) is { Length: > 0 } name ? Parse(name) : null,
                NumberOf(environment(SkeinVariables.ResourceMemory)),
                NumberOf(environment(SkeinVariables.ResourceVCores)))
            : null;

    private static ContainerInstance Parse(string name) => ContainerName.TryParse(name, out var container)
        ? container
        : throw new FormatException($"{SkeinVariables.ContainerId} is '{name}'; it has the form service_instance");

    private static int NumberOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
