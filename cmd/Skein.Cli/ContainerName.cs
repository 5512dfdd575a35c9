using System.Globalization;
using Skein.Protocol;

namespace Skein.Cli;

/// <summary>Names of containers as people read and type them: <c>SERVICE_INSTANCE</c>.</summary>
internal static class ContainerName
{
    public static string Of(Container container) => $"{container.ServiceName}_{container.Instance}";

    public static string Of(ContainerInstance container) => $"{container.ServiceName}_{container.Instance}";

    /// <param name="text">What was typed.</param>
    /// <param name="place">Where, for the message.</param>
    /// <exception cref="InvalidInputException">It is no such name.</exception>
    public static ContainerInstance Parse(string text, string place)
    {
        // Names of services may hold underscores, so the last one splits.
        var split = text.LastIndexOf('_');
        return split > 0 && int.TryParse(text.AsSpan(split + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var instance)
            ? new ContainerInstance { ServiceName = text[..split], Instance = instance }
            : throw new InvalidInputException($"{place}: '{text}' is no container id; it has the form SERVICE_INSTANCE, such as worker_0");
    }
}
