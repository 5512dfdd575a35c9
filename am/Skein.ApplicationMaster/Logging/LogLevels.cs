using Microsoft.Extensions.Logging;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Logging;

/// <summary>The specification's and log4j's log levels as this program's.</summary>
public static class LogLevels
{
    public static LogLevel From(Log.Types.Level level) => level switch
    {
        Log.Types.Level.All or Log.Types.Level.Trace => LogLevel.Trace,
        Log.Types.Level.Debug => LogLevel.Debug,
        Log.Types.Level.Warn => LogLevel.Warning,
        Log.Types.Level.Error => LogLevel.Error,
        Log.Types.Level.Fatal => LogLevel.Critical,
        Log.Types.Level.Off => LogLevel.None,
        _ => LogLevel.Information,
    };

    /// <summary>The level of a name, in any case; null if there is none of that name.</summary>
    public static LogLevel? Parse(string name) => name.ToUpperInvariant() switch
    {
        "ALL" or "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "INFO" => LogLevel.Information,
        "WARN" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" => LogLevel.Critical,
        "OFF" => LogLevel.None,
        _ => null,
    };

    /// <summary>log4j's name of a level.</summary>
    public static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARN",
        LogLevel.Error => "ERROR",
        LogLevel.Critical => "FATAL",
        _ => "OFF",
    };
}
