using System.CommandLine;

namespace Skein.Cli.Commands;

/// <summary><c>skein logs ID</c>: the aggregated logs of an application that has ended.</summary>
internal static class LogsCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId();
        var all = new Option<bool>("--all", "-a") { Description = "Shows what YARN itself wrote about the launch too." };
        var user = CommonOptions.ActingUser();
        var command = new Command("logs", "Shows the logs of an application that has ended.") { id, all, user };
        command.SetAction(async (arguments, cancellation) =>
        {
            var application = arguments.GetRequiredValue(id);
            await using var cluster = await services.OpenClusterAsync(arguments, arguments.GetValue(user), cancellation);
            await using var output = services.Context.RawOutput();
            var dump = new LogDump(output, showsLaunch: arguments.GetValue(all));
            await foreach (var container in cluster.Logs.ReadAsync(application, cancellation))
                await dump.WriteAsync(application, container, cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
