using System.Runtime.InteropServices;

namespace Skein.Cli;

/// <summary>Ctrl-C and the other signals that end a process: the first asks the command to clean up, a later one ends the process at once.</summary>
/// <remarks>
/// A signal that is ignored when the process starts stays ignored: <c>nohup</c> keeps what it runs alive when the terminal is closed.
/// The source is never disposed: a signal may be on its way while the command ends, and must find it whole.
/// </remarks>
internal sealed class Interrupt : IDisposable
{
    // One wish to end may arrive twice: some programs signal the process and then its whole group.
    private static readonly TimeSpan SameWish = TimeSpan.FromMilliseconds(500);

    // SIGXFSZ: a write beyond the limit of the size of files. Unhandled, it ends the process; handled, the write fails as on a full disk.
    private const PosixSignal FileSizeLimit = (PosixSignal)25;

    private readonly CancellationTokenSource _source = new();
    private readonly TimeProvider _time;
    private readonly PosixSignalRegistration[] _registrations;
    private long _first;

    public Interrupt(TimeProvider time)
    {
        _time = time;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            // The terminal was closed or the connection to it lost.
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnSignal),
            PosixSignalRegistration.Create(FileSizeLimit, static context => context.Cancel = true),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        var first = Interlocked.CompareExchange(ref _first, _time.GetTimestamp(), comparand: 0);
        if (first == 0)
            _ = _source.CancelAsync();
        else if (_time.GetElapsedTime(first) > SameWish)
            Environment.Exit((int)ExitCode.Interrupted);
    }
}
