namespace Skein.ApplicationMaster.Tests.Simulation;

/// <summary>What happened in a simulated run, for the reader of a failure.</summary>
internal sealed class Journal
{
    private const int Shown = 300;

    private readonly Queue<string> _lines = new();
    private int _written;

    public void Write(string line)
    {
        _written++;
        _lines.Enqueue(line);
        if (_lines.Count > Shown)
            _lines.Dequeue();
    }

    /// <summary>Forgets what has nothing to do with what follows.</summary>
    public void Clear()
    {
        _lines.Clear();
        _written = 0;
    }

    public override string ToString() =>
        (_written > Shown ? $"  ... {_written - Shown} earlier lines\n" : "") + string.Join('\n', _lines.Select(static l => "  " + l));
}
