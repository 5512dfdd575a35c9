using System.Globalization;
using System.Text.RegularExpressions;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>How a container ended, read from YARN's completion status.</summary>
/// <param name="Kind">Whose doing it was.</param>
/// <param name="Message">One sentence for people.</param>
internal sealed partial record ContainerExit(ExitKind Kind, string Message)
{
    // YARN's ContainerExitStatus; what it never set, as for files that were not brought to the node. A status that is not named here counts against the container.
    private const int Invalid = -1000;
    private const int Aborted = -100;
    private const int DisksFailed = -101;
    private const int Preempted = -102;
    private const int KilledForVirtualMemory = -103;
    private const int KilledForPhysicalMemory = -104;
    private const int KilledByApplicationMaster = -105;
    private const int KilledByResourceManager = -106;
    private const int KilledAfterApplication = -107;
    private const int KilledByNodeScheduler = -108;

    // A NodeManager's diagnostics may carry a whole launch script; only the first part of one is shown.
    private const int LongestDiagnostics = 4096;

    /// <summary>Whether the node did not get as far as running it, which may be the node's fault.</summary>
    public bool NeverRan { get; private init; }

    /// <summary>The state the container ends in. The contract has none of its own for a lost one.</summary>
    public ContainerState State => Kind switch
    {
        ExitKind.Success => ContainerState.Succeeded,
        ExitKind.Killed => ContainerState.Killed,
        _ => ContainerState.Failed,
    };

    /// <summary>Reads the exit status; YARN's own statuses are negative, a program's are not.</summary>
    public static ContainerExit From(ContainerStatusProto status) => status.ExitStatus switch
    {
        0 => new(ExitKind.Success, "Completed successfully."),
        > 0 => new(ExitKind.Failure, "Container failed during execution, see logs for more information."),
        KilledForVirtualMemory => new(ExitKind.Failure, OverMemory(VirtualMemory().Match(status.Diagnostics), "virtual")),
        KilledForPhysicalMemory => new(ExitKind.Failure, OverMemory(PhysicalMemory().Match(status.Diagnostics), "physical")),
        KilledByApplicationMaster => new(ExitKind.Killed, "Killed by the application master."),
        DisksFailed => new(ExitKind.Lost, Told(status)) { NeverRan = true },
        Aborted or Preempted or KilledByResourceManager or KilledAfterApplication or KilledByNodeScheduler =>
            new(ExitKind.Lost, Told(status)),
        Invalid => new(ExitKind.Failure, Told(status)) { NeverRan = true },
        _ => new(ExitKind.Failure, Told(status)),
    };

    private static string OverMemory(Match used, string kind) => used.Success
        ? $"Container killed by YARN for exceeding memory limits: {used.Value}. Consider raising the service's 'resources: memory'."
        : $"Container killed by YARN for exceeding its {kind} memory limit. Consider raising the service's 'resources: memory'.";

    private static string Told(ContainerStatusProto status)
    {
        var text = status.Diagnostics.Trim();
        if (text.Length == 0)
            return string.Create(CultureInfo.InvariantCulture, $"Container ended by YARN with exit status {status.ExitStatus}.");
        return text.Length <= LongestDiagnostics ? text : text[..LongestDiagnostics] + "…";
    }

    // "Current usage: 150.3 MB of 128 MB physical memory used; 2.1 GB of 268.8 MB virtual memory used."
    [GeneratedRegex(@"[0-9.]+ ?[A-Za-z]{1,5} of [0-9.]+ ?[A-Za-z]{1,5} physical memory used", RegexOptions.CultureInvariant)]
    private static partial Regex PhysicalMemory();

    [GeneratedRegex(@"[0-9.]+ ?[A-Za-z]{1,5} of [0-9.]+ ?[A-Za-z]{1,5} virtual memory used", RegexOptions.CultureInvariant)]
    private static partial Regex VirtualMemory();
}
