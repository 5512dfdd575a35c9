using System.CommandLine;
using Skein.ApplicationMaster.Logging;
using Skein.Cli.Driver;
using Skein.Contract;
using Skein.Security;

namespace Skein.Cli.Commands;

/// <summary><c>skein driver start</c>: the user's global driver; prints its address.</summary>
internal static class StartDriverCommand
{
    private const string JavaLogLevel = "-Dskein.log.level=";
    private const string LogFile = "driver.log";

    public static Command Create(CommandContext context)
    {
        var options = new DriverStartOptions();
        var foreground = new Option<bool>("--foreground") { Hidden = true };
        var command = new Command("start", "Starts the driver in the background, unless it runs; prints its address.") { foreground };
        options.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            if (arguments.GetValue(foreground))
                return (int)await RunAsync(context, options, arguments, cancellation);
            await context.Output.WriteLineAsync((await EnsureAsync(context, options, arguments, cancellation)).Address);
            return (int)ExitCode.Success;
        });
        return command;
    }

    /// <summary>The global driver, started if it does not run.</summary>
    /// <exception cref="IOException">It can not be started, or one that runs does not answer.</exception>
    public static async Task<GlobalDriver> EnsureAsync(
        CommandContext context, DriverStartOptions options, ParseResult arguments, CancellationToken cancellation)
    {
        if (GlobalDriver.Find(context.Environment) is { } running)
        {
            if (await DriverProcess.AnswersAsync(running.Address, context, cancellation))
                return running;
            if (running.IsAlive)
            {
                throw new IOException(
                    $"the driver at {running.Address}, process {running.Process}, does not answer; 'skein driver stop --force' ends it");
            }

            await context.Error.WriteLineAsync($"Warning: Previous driver at {running.Address} has died. Starting a new one.");
        }

        var directory = CertificateFiles.ConfigurationDirectory(context.Environment);
        await CertificatePair.LoadOrCreateAsync(directory, context.Time, cancellation);
        var log = Path.GetFullPath(arguments.GetValue(options.Log) ?? Path.Combine(directory, LogFile));
        var driver = await DriverProcess.StartAsync(log, options.Forward(arguments), cancellation);
        // Of two started at once, one stays.
        if (GlobalDriver.Find(context.Environment) is { } other && await DriverProcess.AnswersAsync(other.Address, context, cancellation))
        {
            await DriverProcess.EndAsync(driver.Process, context.Time, cancellation);
            return other;
        }

        driver.Save(context.Environment);
        return driver;
    }

    private static Task<ExitCode> RunAsync(
        CommandContext context, DriverStartOptions options, ParseResult arguments, CancellationToken cancellation)
    {
        BackgroundProcess.LeaveTerminal();
        var level = arguments.GetValue(options.LogLevel) ?? context.Environment(SkeinVariables.LogLevel) ?? "";
        foreach (var option in arguments.GetValue(options.JavaOptions) ?? [])
        {
            if (option.StartsWith(JavaLogLevel, StringComparison.Ordinal))
                level = option[JavaLogLevel.Length..];
        }

        var driver = new DriverOptions
        {
            ConfigurationDirectory = arguments.GetValue(GlobalOptions.Configuration),
            Principal = arguments.GetValue(GlobalOptions.Principal),
            Keytab = arguments.GetValue(GlobalOptions.Keytab),
            IsDaemon = true,
        };
        return DriverProgram.RunAsync(context, driver with { LowestLevel = LogLevels.Parse(level) ?? driver.LowestLevel }, cancellation);
    }
}
