namespace Skein.Specification;

/// <summary>Level of the application master's log. Numbers are those of <c>Log.Level</c> in skein.proto.</summary>
public enum LogLevel
{
    Info = 0,
    All = 1,
    Trace = 2,
    Debug = 3,
    Warn = 4,
    Error = 5,
    Fatal = 6,
    Off = 7,
}
