using System.CommandLine;
using System.Globalization;
using Skein.Cli.Driver;

namespace Skein.Cli.Commands;

/// <summary><c>skein driver address</c> and <c>skein driver pid</c>: what the global driver's file says.</summary>
internal static class ShowDriverCommand
{
    public static Command Address(CommandContext context) =>
        Create(context, "address", "Prints the address of the driver.", static driver => driver.Address);

    public static Command ProcessId(CommandContext context) =>
        Create(context, "pid", "Prints the id of the driver's process.", static driver => driver.Process.ToString(CultureInfo.InvariantCulture));

    private static Command Create(CommandContext context, string name, string description, Func<GlobalDriver, string> show)
    {
        var command = new Command(name, description);
        command.SetAction(async (_, _) =>
        {
            var driver = GlobalDriver.Find(context.Environment) ?? throw new IOException("No skein driver is running");
            await context.Output.WriteLineAsync(show(driver));
            return (int)ExitCode.Success;
        });
        return command;
    }
}
