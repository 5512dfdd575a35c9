using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Skein.Cli;

/// <summary>Processes of this program that live on after the command that started them.</summary>
internal static partial class BackgroundProcess
{
    private const int TerminateSignal = 15;

    // It may hold neither the command's terminal nor its pipes, which somebody may be reading to their end.
    private const string Script = "log=$1; shift; umask 077; exec \"$0\" \"$@\" < /dev/null >> \"$log\" 2>&1";

    /// <summary>Starts this program without input, its messages going to the end of a file.</summary>
    /// <param name="log">Path of the file, mode 0600 where it is new.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="arrange">Changes directory and environment.</param>
    public static Process Start(string log, IEnumerable<string> arguments, Action<ProcessStartInfo> arrange)
    {
        var start = new ProcessStartInfo("/bin/sh");
        foreach (var argument in (string[])["-c", Script, Environment.ProcessPath!, log, .. arguments])
            start.ArgumentList.Add(argument);
        arrange(start);
        return Process.Start(start)!;
    }

    /// <summary>Asks a process to end. One that is gone is no error.</summary>
    public static void Terminate(int process)
    {
        // 0 and negative numbers would be groups of processes.
        ArgumentOutOfRangeException.ThrowIfLessThan(process, 1);
        _ = SendSignal(process, TerminateSignal);
    }

    /// <summary>Makes this process deaf to the terminal it was started at: its Ctrl-C and its closing are not for the background.</summary>
    public static void LeaveTerminal() => _ = BeginSession();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int BeginSession();
}
