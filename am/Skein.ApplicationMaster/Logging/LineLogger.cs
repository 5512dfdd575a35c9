using Microsoft.Extensions.Logging;

namespace Skein.ApplicationMaster.Logging;

/// <summary>Writes one line per entry, by a pattern, in local time.</summary>
public sealed class LineLogger : ILogger, ILoggerFactory
{
    // Categories of the web server, which tells of every client that hangs up; only what it warns of is news here.
    private const string ServerCategories = "Microsoft.";

    private readonly TextWriter _output;
    private readonly LogLevel _lowest;
    private readonly LinePattern _pattern;
    private readonly TimeProvider _time;
    private readonly long _began;

    // Keeps lines whole; shared by the loggers of one output.
    private readonly Lock _gate;

    /// <param name="output">Where lines go. Stays open.</param>
    /// <param name="lowest">The lowest level written.</param>
    /// <param name="time">Clock of the lines.</param>
    /// <param name="pattern">How lines look; null: <see cref="LinePattern.Default"/>.</param>
    public LineLogger(TextWriter output, LogLevel lowest, TimeProvider time, LinePattern? pattern = null)
    {
        _output = output;
        _lowest = lowest;
        _pattern = pattern ?? LinePattern.Default;
        _time = time;
        _began = time.GetTimestamp();
        _gate = new Lock();
    }

    private LineLogger(LineLogger parent, LogLevel lowest)
    {
        _output = parent._output;
        _lowest = lowest;
        _pattern = parent._pattern;
        _time = parent._time;
        _began = parent._began;
        _gate = parent._gate;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= _lowest && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var line = _pattern.Format(_time.GetLocalNow(), _time.GetElapsedTime(_began), logLevel, formatter(state, exception));
        lock (_gate)
        {
            _output.Write(line);
            if (exception is not null)
                _output.WriteLine(exception);
            _output.Flush();
        }
    }

    /// <summary>All parts of a process write one log; the web server's share of it begins with warnings.</summary>
    public ILogger CreateLogger(string categoryName) =>
        _lowest < LogLevel.Warning && categoryName.StartsWith(ServerCategories, StringComparison.Ordinal)
            ? new LineLogger(this, LogLevel.Warning)
            : this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        // The output is not ours.
    }
}
