using System.CommandLine;
using Skein.Cli.Tables;

namespace Skein.Cli.Commands;

/// <summary><c>skein queue ls</c>: every queue but the root, each before those below it.</summary>
internal static class ListQueuesCommand
{
    public static Command Create(CommandServices services)
    {
        var json = CommonOptions.Json();
        var command = new Command("ls", "Lists the queues.") { json };
        command.SetAction(async (arguments, cancellation) =>
        {
            await using var cluster = await services.OpenClusterAsync(arguments, cancellation);
            var queues = await cluster.Queues.ListAsync(cancellation);
            if (arguments.GetValue(json))
                QueueTable.WriteJson(queues, services.Context);
            else
                QueueTable.Print(queues, services.Context);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
