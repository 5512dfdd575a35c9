using System.Runtime.InteropServices;

namespace Skein.Cli;

/// <summary>Ends the process at the second Ctrl-C: the first one asks the command to clean up, and somebody may not want to wait for that.</summary>
internal sealed class SecondInterrupt : IDisposable
{
    private readonly PosixSignalRegistration _registration;
    private int _interrupts;

    public SecondInterrupt() => _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, Count);

    public void Dispose() => _registration.Dispose();

    private void Count(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref _interrupts) > 1)
            Environment.Exit((int)ExitCode.Interrupted);
    }
}
