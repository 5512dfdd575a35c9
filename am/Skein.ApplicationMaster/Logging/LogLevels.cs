using Microsoft.Extensions.Logging;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Logging;

/// <summary>The specification's log levels as this program's.</summary>
internal static class LogLevels
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
}
