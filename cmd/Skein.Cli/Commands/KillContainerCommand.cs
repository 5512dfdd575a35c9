using System.CommandLine;
using System.Globalization;

namespace Skein.Cli.Commands;

/// <summary><c>skein container kill ID --id CONTAINER</c>.</summary>
internal static class KillContainerCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var container = new Option<string>("--id") { Description = "Container: SERVICE_INSTANCE.", HelpName = "CONTAINER", Required = true };
        var command = new Command("kill", "Kills one container; it is not replaced.") { id, container };
        command.SetAction(async (arguments, cancellation) =>
        {
            (var service, var instance) = Parse(arguments.GetRequiredValue(container));
            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            await client.KillContainerAsync(service, instance, cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }

    /// <summary>Service names may hold underscores, so the last one splits.</summary>
    private static (string Service, int Instance) Parse(string text)
    {
        var split = text.LastIndexOf('_');
        return split > 0 && int.TryParse(text[(split + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var instance)
            ? (text[..split], instance)
            : throw new InvalidInputException($"--id: '{text}' is no container id; it has the form SERVICE_INSTANCE, such as worker_0");
    }
}
