using System.CommandLine;
using Skein.Cli.Driver;

namespace Skein.Cli.Commands;

/// <summary><c>skein driver stop</c>: ends the user's global driver, if there is one.</summary>
internal static class StopDriverCommand
{
    public static Command Create(CommandContext context)
    {
        var force = new Option<bool>("--force", "-f") { Description = "Ends a driver that does not answer, too." };
        var command = new Command("stop", "Ends the driver.") { force };
        command.SetAction(async (arguments, cancellation) =>
        {
            await StopAsync(context, arguments.GetValue(force), cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }

    /// <summary>Ends the global driver; nothing happens where there is none.</summary>
    /// <exception cref="IOException">It does not answer and force is false, or it does not end.</exception>
    public static async Task StopAsync(CommandContext context, bool force, CancellationToken cancellation)
    {
        if (GlobalDriver.Find(context.Environment) is not { } driver)
            return;
        if (driver.IsAlive)
        {
            if (!force && !await DriverProcess.AnswersAsync(driver.Address, context, cancellation))
            {
                throw new IOException(
                    $"the driver at {driver.Address}, process {driver.Process}, does not answer; 'skein driver stop --force' ends it all the same");
            }

            await DriverProcess.EndAsync(driver.Process, context.Time, cancellation);
        }

        GlobalDriver.Forget(context.Environment);
    }
}
