using System.CommandLine;

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
            var killed = ContainerArgument.Parse(arguments.GetRequiredValue(container), "--id");
            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            await client.KillContainerAsync(killed.ServiceName, killed.Instance, cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
