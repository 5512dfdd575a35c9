using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Skein.ApplicationMaster.Logging;

/// <summary>Writes one line per entry: <c>yy/MM/dd HH:mm:ss LEVEL skein.ApplicationMaster: text</c>, in local time.</summary>
internal sealed class LineLogger : ILogger, ILoggerFactory
{
    private const string Name = "skein.ApplicationMaster";

    // Categories of the web server, which tells of every client that hangs up; only what it warns of is news here.
    private const string ServerCategories = "Microsoft.";

    private readonly TextWriter _output;
    private readonly LogLevel _lowest;
    private readonly TimeProvider _time;

    // Keeps lines whole; shared by the loggers of one output.
    private readonly Lock _gate;

    /// <param name="output">Where lines go. Stays open.</param>
    /// <param name="lowest">The lowest level written.</param>
    /// <param name="time">Clock of the lines.</param>
    public LineLogger(TextWriter output, LogLevel lowest, TimeProvider time)
        : this(output, lowest, time, new Lock())
    {
    }

    private LineLogger(TextWriter output, LogLevel lowest, TimeProvider time, Lock gate)
    {
        _output = output;
        _lowest = lowest;
        _time = time;
        _gate = gate;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= _lowest && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var time = _time.GetLocalNow().ToString("yy/MM/dd HH:mm:ss", CultureInfo.InvariantCulture);
        var trace = exception is null ? "" : $"{Environment.NewLine}{exception}";
        lock (_gate)
        {
            _output.WriteLine($"{time} {ToText(logLevel)} {Name}: {formatter(state, exception)}{trace}");
            _output.Flush();
        }
    }

    /// <summary>All parts of the application master write one log; the web server's share of it begins with warnings.</summary>
    public ILogger CreateLogger(string categoryName) =>
        _lowest < LogLevel.Warning && categoryName.StartsWith(ServerCategories, StringComparison.Ordinal)
            ? new LineLogger(_output, LogLevel.Warning, _time, _gate)
            : this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        // The output is not ours.
    }

    private static string ToText(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARN",
        LogLevel.Error => "ERROR",
        _ => "FATAL",
    };
}
