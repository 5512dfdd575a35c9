using Skein.Packer;

namespace Skein.Cli.Packing;

/// <summary>Keeps one line of a terminal up to date while packing goes on, and takes it away at the end. Reports come from one thread at a time.</summary>
internal sealed class ProgressDisplay : IProgress<PackProgress>, IDisposable
{
    private const string EraseToEndOfLine = "\e[K";

    // Ten times a second is as often as an eye follows, and so seldom that a slow terminal does not slow the packing.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly CommandContext _context;
    private long _start;
    private long _drawn;
    private bool _isVisible;

    public ProgressDisplay(CommandContext context)
    {
        _context = context;
        Start();
    }

    /// <summary>Whether messages go to a terminal that can redraw a line.</summary>
    public static bool IsPossible(CommandContext context) =>
        context.IsTerminal && context.Environment("TERM") is { Length: > 0 } terminal && terminal != "dumb";

    /// <summary>Counts the time from now on.</summary>
    public void Start() => _start = _drawn = _context.Time.GetTimestamp();

    public void Report(PackProgress value)
    {
        var now = _context.Time.GetTimestamp();
        if (_context.Time.GetElapsedTime(_drawn, now) < Interval)
            return;
        _drawn = now;
        // The last column stays free: a terminal that wraps there would scroll with every drawing. The terminal may change its width.
        var line = ProgressBar.Render(value, _context.Time.GetElapsedTime(_start, now), _context.TerminalWidth() - 1);
        _context.Error.Write($"\r{line}{EraseToEndOfLine}");
        _context.Error.Flush();
        _isVisible = true;
    }

    public void Dispose()
    {
        if (!_isVisible)
            return;
        _context.Error.Write($"\r{EraseToEndOfLine}");
        _context.Error.Flush();
    }
}
