using System.Runtime.InteropServices;

namespace Skein.ApplicationMaster.Driver;

/// <summary>Signals to all processes of a group. A group that is gone already is no error.</summary>
internal static partial class ProcessGroup
{
    private const int SigKill = 9;
    private const int SigTerm = 15;

    /// <summary>Asks the processes to end.</summary>
    public static void Terminate(int group) => Send(group, SigTerm);

    /// <summary>Ends the processes.</summary>
    public static void Kill(int group) => Send(group, SigKill);

    private static void Send(int group, int signal)
    {
        // A group of 0 or 1 would be this process's own, or every process there is.
        ArgumentOutOfRangeException.ThrowIfLessThan(group, 2);
        _ = SendSignal(-group, signal);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
