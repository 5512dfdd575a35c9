using System.CommandLine;
using System.Globalization;
using Skein.Client;

namespace Skein.Cli.Commands;

/// <summary><c>skein container kill ID --id CONTAINER</c>.</summary>
internal static class KillContainerCommand
{
    public static Command Create(CommandServices services)
    {
        Argument<string> id = CommonOptions.ApplicationId(allowsCurrent: true);
        var container = new Option<string>("--id") { Description = "Container: SERVICE_INSTANCE.", HelpName = "CONTAINER", Required = true };
        var command = new Command("kill", "Kills one container; it is not replaced.") { id, container };
        command.SetAction(async (arguments, cancellation) =>
        {
            (string service, int instance) = Parse(arguments.GetRequiredValue(container));
            using ApplicationClient client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            await client.KillContainerAsync(service, instance, cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }

    /// <summary>Service names may hold underscores, so the last one splits.</summary>
    private static (string Service, int Instance) Parse(string text)
    {
        int split = text.LastIndexOf('_');
        return split > 0 && int.TryParse(text[(split + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int instance)
            ? (text[..split], instance)
            : throw new InvalidInputException($"--id: '{text}' is no container id; it has the form SERVICE_INSTANCE, such as worker_0");
    }
}
