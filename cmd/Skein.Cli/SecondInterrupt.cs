using System.Runtime.InteropServices;

namespace Skein.Cli;

/// <summary>Ends the process at the second Ctrl-C: the first one asks the command to clean up, and somebody may not want to wait for that.</summary>
internal sealed class SecondInterrupt : IDisposable
{
    // One wish to end may arrive twice: some programs signal the process and then its whole group.
    private static readonly TimeSpan SameWish = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time;
    private readonly PosixSignalRegistration _registration;
    private long _first;

    public SecondInterrupt(TimeProvider time)
    {
        _time = time;
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);
    }

    public void Dispose() => _registration.Dispose();

    private void OnInterrupt(PosixSignalContext context)
    {
        var first = Interlocked.CompareExchange(ref _first, _time.GetTimestamp(), comparand: 0);
        if (first != 0 && _time.GetElapsedTime(first) > SameWish)
            Environment.Exit((int)ExitCode.Interrupted);
    }
}
