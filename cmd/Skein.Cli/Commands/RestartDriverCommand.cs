using System.CommandLine;

namespace Skein.Cli.Commands;

/// <summary><c>skein driver restart</c>: a new global driver in the old one's place; prints its address.</summary>
internal static class RestartDriverCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new DriverStartOptions();
        var command = new Command("restart", "Ends the driver, if it runs, and starts it anew; prints its address.");
        options.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            await StopDriverCommand.StopAsync(context, force: true, cancellation);
            await context.Output.WriteLineAsync((await StartDriverCommand.EnsureAsync(context, options, arguments, cancellation)).Address);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
