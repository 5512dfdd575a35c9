using System.CommandLine;

namespace Skein.Cli.Commands;

/// <summary><c>skein kill ID</c>: ends an application by force.</summary>
internal static class KillApplicationCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId();
        var user = CommonOptions.ActingUser();
        var command = new Command("kill", "Kills an application, without asking its application master.") { id, user };
        command.SetAction(async (arguments, cancellation) =>
        {
            await using var cluster = await services.OpenClusterAsync(arguments, arguments.GetValue(user), cancellation);
            await cluster.Applications.KillAsync(arguments.GetRequiredValue(id), cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
