using System.CommandLine;
using Skein.Cli.Tables;
using Skein.Protocol;

namespace Skein.Cli.Commands;

/// <summary><c>skein container ls ID</c>: containers of a running application.</summary>
internal static class ListContainersCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var all = new Option<bool>("--all", "-a") { Description = "Shows containers that have ended too." };
        var serviceNames = new Option<string[]>("--service")
        {
            Description = "Shows containers of this service; may be given several times.",
            HelpName = "SERVICE",
        };
        var states = new Option<string[]>("--state")
        {
            Description = "Shows containers in this state; may be given several times.",
            HelpName = "STATE",
        };
        var json = CommonOptions.Json();
        var command = new Command("ls", "Lists the containers of an application.") { id, all, serviceNames, states, json };
        StateOption.RefuseBoth(command, all, states);
        command.SetAction(async (arguments, cancellation) =>
        {
            var wanted = arguments.GetValue(all)
                ? Enum.GetValues<Container.Types.State>()
                : Array.ConvertAll(arguments.GetValue(states) ?? [], State);
            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            var containers =
                await client.GetContainersAsync(arguments.GetValue(serviceNames) ?? [], wanted, cancellation);
            if (arguments.GetValue(json))
                ContainerTable.WriteJson(containers, services.Context);
            else
                ContainerTable.Print(containers, services.Context);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Container.Types.State State(string name) => StateOption.Parse<Container.Types.State>(name, "container", StateNames.Of);
}
