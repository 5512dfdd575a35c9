using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Skein.ApplicationMaster.Logging;

/// <summary>Writes one line per entry: <c>yy/MM/dd HH:mm:ss LEVEL skein.ApplicationMaster: text</c>, in local time.</summary>
internal sealed class LineLogger : ILogger, ILoggerFactory
{
    private const string Name = "skein.ApplicationMaster";

    private readonly TextWriter _output;
    private readonly LogLevel _lowest;
    private readonly TimeProvider _time;

    // Keeps lines whole.
    private readonly Lock _gate = new();

    /// <param name="output">Where lines go. Stays open.</param>
    /// <param name="lowest">The lowest level written.</param>
    /// <param name="time">Clock of the lines.</param>
    public LineLogger(TextWriter output, LogLevel lowest, TimeProvider time)
    {
        _output = output;
        _lowest = lowest;
        _time = time;
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

    /// <summary>This logger, whatever the category: all parts of the application master write one log.</summary>
    public ILogger CreateLogger(string categoryName) => this;

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
