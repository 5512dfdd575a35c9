using System.CommandLine;

namespace Skein.Cli.Commands;

/// <summary><c>skein application mv ID QUEUE</c>.</summary>
internal static class MoveApplicationCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId();
        var queue = new Argument<string>("QUEUE") { Description = "The queue, by leaf name or full path." };
        var command = new Command("mv", "Moves an application to another queue.") { id, queue };
        command.SetAction(async (arguments, cancellation) =>
        {
            await using var cluster = await services.OpenClusterAsync(arguments, cancellation);
            await cluster.Applications.MoveAsync(arguments.GetRequiredValue(id), arguments.GetRequiredValue(queue), cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
