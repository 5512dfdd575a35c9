using Skein.Client;
using Skein.Protocol;

namespace Skein.Cli;

/// <summary>A container as somebody typed it: <c>SERVICE_INSTANCE</c>.</summary>
internal static class ContainerArgument
{
    /// <param name="text">What was typed.</param>
    /// <param name="place">Where, for the message.</param>
    /// <exception cref="InvalidInputException">It is no name of a container.</exception>
    public static ContainerInstance Parse(string text, string place) => ContainerName.TryParse(text, out var container)
        ? container
        : throw new InvalidInputException($"{place}: '{text}' is no container id; it has the form SERVICE_INSTANCE, such as worker_0");
}
