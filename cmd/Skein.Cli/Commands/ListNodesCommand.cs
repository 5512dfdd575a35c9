using System.CommandLine;
using Skein.Cli.Tables;
using Skein.Protocol;

namespace Skein.Cli.Commands;

/// <summary><c>skein node ls</c>: the cluster's nodes.</summary>
internal static class ListNodesCommand
{
    public static Command Create(CommandServices services)
    {
        var states = new Option<string[]>("--state", "-s")
        {
            Description = "Shows nodes in this state; may be given several times. Default: nodes in any state.",
            HelpName = "STATE",
        };
        var json = CommonOptions.Json();
        var command = new Command("ls", "Lists the nodes.") { states, json };
        command.SetAction(async (arguments, cancellation) =>
        {
            var wanted = Array.ConvertAll(arguments.GetValue(states) ?? [], State);
            await using var cluster = await services.OpenClusterAsync(arguments, cancellation);
            var nodes = await cluster.Nodes.ListAsync(wanted, cancellation);
            if (arguments.GetValue(json))
                NodeTable.WriteJson(nodes, services.Context);
            else
                NodeTable.Print(nodes, services.Context);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static NodeState State(string name) => StateOption.Parse<NodeState>(name, "node", StateNames.Of);
}
