using System.Runtime.InteropServices;

namespace Skein.Hadoop.Processes;

/// <summary>The process that started this one.</summary>
public static partial class ParentProcess
{
    private const int SetParentDeathSignal = 1;
    private const int SigTerm = 15;

    /// <summary>Lets this process get SIGTERM when its parent ends. Only a parent that still runs is noticed.</summary>
    public static void EndWithIt() => _ = Control(SetParentDeathSignal, SigTerm, 0, 0, 0);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint signal, nuint unused3, nuint unused4, nuint unused5);
}
