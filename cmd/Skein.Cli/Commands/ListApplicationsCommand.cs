using System.CommandLine;
using Skein.Cli.Tables;
using Skein.Protocol;
using Skein.Submission.Clusters;

namespace Skein.Cli.Commands;

/// <summary><c>skein ls</c>: applications of this tool on the cluster.</summary>
internal static class ListApplicationsCommand
{
    public static Command Create(CommandServices services)
    {
        var all = new Option<bool>("--all", "-a") { Description = "Shows finished applications too." };
        var states = new Option<string[]>("--state", "-s")
        {
            Description = "Shows applications in this state; may be given several times.",
            HelpName = "STATE",
        };
        var name = new Option<string?>("--name") { Description = "Shows applications of this name.", HelpName = "NAME" };
        var queue = new Option<string?>("--queue") { Description = "Shows applications in this queue.", HelpName = "QUEUE" };
        var user = new Option<string?>("--user") { Description = "Shows applications of this user.", HelpName = "USER" };
        var startedBegin = TimeOption("--started-begin", "Shows applications started at this time or later.");
        var startedEnd = TimeOption("--started-end", "Shows applications started at this time or earlier.");
        var finishedBegin = TimeOption("--finished-begin", "Shows applications finished at this time or later.");
        var finishedEnd = TimeOption("--finished-end", "Shows applications finished at this time or earlier.");
        var json = CommonOptions.Json();
        var command = new Command("ls", "Lists applications.")
        {
            all, states, name, queue, user, startedBegin, startedEnd, finishedBegin, finishedEnd, json,
        };
        StateOption.RefuseBoth(command, all, states);
        command.SetAction(async (arguments, cancellation) =>
        {
            var time = services.Context.Time;
            var filter = new ApplicationFilter
            {
                States = arguments.GetValue(all)
                    ? Enum.GetValues<ApplicationState>()
                    : Array.ConvertAll(arguments.GetValue(states) ?? [], State),
                Name = arguments.GetValue(name),
                Queue = arguments.GetValue(queue),
                User = arguments.GetValue(user),
                Started = (TimeOf(startedBegin), TimeOf(startedEnd)),
                Finished = (TimeOf(finishedBegin), TimeOf(finishedEnd)),
            };
            await using var cluster = await services.OpenClusterAsync(arguments, cancellation);
            var reports = await cluster.Applications.ListAsync(filter, cancellation);
            if (arguments.GetValue(json))
                ApplicationTable.WriteJson(reports, services.Context);
            else
                ApplicationTable.Print(reports, services.Context);
            return (int)ExitCode.Success;

            long? TimeOf(Option<string?> option) =>
                arguments.GetValue(option) is { } text ? LocalTime.Parse(text, time, option.Name) : null;
        });
        return command;
    }

    private static Option<string?> TimeOption(string name, string description) => new(name)
    {
        Description = $"{description} Local time: YYYY-MM-DD, with HH:MM or HH:MM:SS, or the time of today alone.",
        HelpName = "TIME",
    };

    private static ApplicationState State(string name) => StateOption.Parse<ApplicationState>(name, "application", StateNames.Of);
}
