using System.CommandLine;
using Skein.Cli.Tables;

namespace Skein.Cli.Commands;

/// <summary><c>skein status ID</c>: one row of the list, and below it what YARN has to say about the end.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var json = CommonOptions.Json();
        var command = new Command("status", "Shows the state of an application.") { id, json };
        command.SetAction(async (arguments, cancellation) =>
        {
            await using var cluster = await services.OpenClusterAsync(arguments, cancellation);
            var report = await cluster.Applications
                .ReportAsync(services.ApplicationId(arguments.GetRequiredValue(id)), cancellation);
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(services.Context.Output, writer => ApplicationTable.Write(writer, report));
                return (int)ExitCode.Success;
            }

            ApplicationTable.Print([report], services.Context);
            if (report.Diagnostics.Trim() is { Length: > 0 } reason)
                await services.Context.Output.WriteLineAsync($"\n{reason}");
            return (int)ExitCode.Success;
        });
        return command;
    }
}
