using System.CommandLine;
using Skein.ApplicationMaster.Logging;

namespace Skein.Cli.Commands;

/// <summary>Options of the commands that start the global driver.</summary>
internal sealed class DriverStartOptions
{
    public DriverStartOptions() => LogLevel.Validators.Add(static result =>
    {
        if (result.Tokens is [var token] && LogLevels.Parse(token.Value) is null)
            result.AddError($"--log-level: '{token.Value}' is no level; one of ALL, TRACE, DEBUG, INFO, WARN, ERROR, FATAL, OFF");
    });

    public Option<string?> Log { get; } = new("--log")
    {
        Description = "File of its log, written anew. Default: driver.log in ~/.skein, or $SKEIN_CONFIG.",
        HelpName = "FILE",
    };

    public Option<string?> LogLevel { get; } = new("--log-level")
    {
        Description = "The lowest level logged: ALL, TRACE, DEBUG, INFO, WARN, ERROR, FATAL or OFF. Default: $SKEIN_LOG_LEVEL, else INFO.",
        HelpName = "LEVEL",
    };

    public Option<string[]> JavaOptions { get; } = new("--java-option")
    {
        Description = "Accepted for scripts written for skein 0.8.2; of Java's options only -Dskein.log.level=LEVEL means something.",
        HelpName = "OPTION",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Log);
        command.Options.Add(LogLevel);
        command.Options.Add(JavaOptions);
    }

    /// <summary>The same options, and the global ones that a driver needs, as arguments of the process that is the driver.</summary>
    public IEnumerable<string> Forward(ParseResult arguments)
    {
        if (arguments.GetValue(LogLevel) is { } level)
            yield return $"{LogLevel.Name}={level}";
        foreach (var option in arguments.GetValue(JavaOptions) ?? [])
            yield return $"{JavaOptions.Name}={option}";
        if (arguments.GetValue(GlobalOptions.Configuration) is { } configuration)
            yield return $"{GlobalOptions.Configuration.Name}={Path.GetFullPath(configuration)}";
        if (arguments.GetValue(GlobalOptions.Principal) is { } principal)
            yield return $"{GlobalOptions.Principal.Name}={principal}";
        if (arguments.GetValue(GlobalOptions.Keytab) is { } keytab)
            yield return $"{GlobalOptions.Keytab.Name}={Path.GetFullPath(keytab)}";
    }
}
