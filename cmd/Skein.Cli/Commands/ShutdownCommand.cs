using System.CommandLine;
using Skein.Protocol;

namespace Skein.Cli.Commands;

/// <summary><c>skein application shutdown ID</c>: asks the application master to end the application.</summary>
internal static class ShutdownCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var status = new Option<string>("--status")
        {
            Description = "Final status: SUCCEEDED, FAILED, KILLED or UNDEFINED.",
            HelpName = "STATUS",
            DefaultValueFactory = _ => "SUCCEEDED",
        };
        var diagnostics = new Option<string?>("--diagnostics") { Description = "Text shown in the application's report.", HelpName = "TEXT" };
        var command = new Command("shutdown", "Ends an application with a status of one's choice.") { id, status, diagnostics };
        command.SetAction(async (arguments, cancellation) =>
        {
            var final = Status(arguments.GetRequiredValue(status));
            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            await client.ShutdownAsync(final, arguments.GetValue(diagnostics), cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static FinalStatus Status(string name) => name.ToUpperInvariant() switch
    {
        "SUCCEEDED" => FinalStatus.Succeeded,
        "FAILED" => FinalStatus.Failed,
        "KILLED" => FinalStatus.Killed,
        "UNDEFINED" => FinalStatus.Undefined,
        _ => throw new InvalidInputException($"--status: '{name}' is no final status; one of SUCCEEDED, FAILED, KILLED, UNDEFINED"),
    };
}
