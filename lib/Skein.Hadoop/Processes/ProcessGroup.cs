using System.Runtime.InteropServices;

namespace Skein.Hadoop.Processes;

/// <summary>Signals to all processes of a group. A group that is gone already is no error.</summary>
public static partial class ProcessGroup
{
    private const int None = 0;
    private const int SigQuit = 3;
    private const int SigKill = 9;
    private const int SigTerm = 15;

    /// <summary>Asks the processes to end.</summary>
    public static void Terminate(int group) => Send(group, SigTerm);

    /// <summary>Ends the processes.</summary>
    public static void Kill(int group) => Send(group, SigKill);

    /// <summary>Asks the processes to tell what they do: a Java machine prints its threads. Others end of it.</summary>
    public static void Quit(int group) => Send(group, SigQuit);

    /// <summary>Whether a process of the group is left; one that has ended and was not waited for counts.</summary>
    public static bool Exists(int group) => Send(group, None);

    private static bool Send(int group, int signal)
    {
        // A group of 0 or 1 would be this process's own, or every process there is.
        ArgumentOutOfRangeException.ThrowIfLessThan(group, 2);
        return SendSignal(-group, signal) == 0;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
