using Microsoft.Extensions.Logging;

namespace Skein.Cli.Driver;

/// <summary>What the driver says of itself. Event ids are never reused.</summary>
internal static partial class DriverLog
{
    [LoggerMessage(1, LogLevel.Information, "Driver started, listening on {Port}")]
    public static partial void Started(this ILogger log, int port);

    [LoggerMessage(2, LogLevel.Information, "{Sentence}")]
    public static partial void Note(this ILogger log, string sentence);

    [LoggerMessage(3, LogLevel.Warning, "{Reason}")]
    public static partial void NotReady(this ILogger log, string reason);

    [LoggerMessage(4, LogLevel.Debug, "The standard input failed: {Reason}")]
    public static partial void InputFailed(this ILogger log, string reason);

    [LoggerMessage(5, LogLevel.Debug, "Driver is stopping")]
    public static partial void Stopping(this ILogger log);

    [LoggerMessage(6, LogLevel.Error, "{Reason}")]
    public static partial void StartFailed(this ILogger log, string reason);

    [LoggerMessage(7, LogLevel.Critical, "{Usage}")]
    public static partial void WrongArguments(this ILogger log, string usage);

    [LoggerMessage(8, LogLevel.Debug, "Configuration is looked for in {Places}")]
    public static partial void Configuration(this ILogger log, string places);
}
