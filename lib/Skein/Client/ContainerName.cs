using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Skein.Protocol;

namespace Skein.Client;

/// <summary>Names of containers as people and the environment have them: <c>service_instance</c>, such as <c>worker_0</c>.</summary>
public static class ContainerName
{
    /// <summary>The name of a container.</summary>
    public static string Of(ContainerInstance container) => Of(container.ServiceName, container.Instance);

    /// <summary>The name of a container.</summary>
    public static string Of(Container container) => Of(container.ServiceName, container.Instance);

    /// <summary>Reads a name.</summary>
    /// <returns>False if the text is none.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ContainerInstance? container)
    {
        // Names of services may have underscores of their own.
        var split = text.LastIndexOf('_');
        container = split > 0 && int.TryParse(text.AsSpan(split + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var instance)
            ? new ContainerInstance { ServiceName = text[..split], Instance = instance }
            : null;
        return container is not null;
    }

    private static string Of(string service, int instance) => string.Create(CultureInfo.InvariantCulture, $"{service}_{instance}");
}
