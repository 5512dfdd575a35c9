using System.CommandLine;
using Skein.Submission.Clusters;

namespace Skein.Cli.Commands;

/// <summary><c>skein kill ID</c>: ends an application by force.</summary>
internal static class KillApplicationCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId();
        var command = new Command("kill", "Kills an application, without asking its application master.") { id };
        command.SetAction(async (arguments, cancellation) =>
        {
            await using var cluster = services.OpenCluster(arguments);
            await new ApplicationQueries(cluster, services.Context.Time).KillAsync(arguments.GetRequiredValue(id), cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
