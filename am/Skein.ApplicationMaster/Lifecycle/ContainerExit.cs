using System.Globalization;
using System.Text.RegularExpressions;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>How a container ended, read from YARN's completion status.</summary>
/// <param name="State">Succeeded, failed or killed.</param>
/// <param name="Message">One sentence for people.</param>
internal sealed partial record ContainerExit(ContainerState State, string Message)
{
    private const int KilledForVirtualMemory = -103;
    private const int KilledForPhysicalMemory = -104;
    private const int KilledByApplicationMaster = -105;

    // A NodeManager's diagnostics may carry a whole launch script; only the first part of one is shown.
    private const int LongestDiagnostics = 4096;

    /// <summary>Reads the exit status; YARN's own statuses are negative, a program's are not.</summary>
    public static ContainerExit From(ContainerStatusProto status) => status.ExitStatus switch
    {
        0 => new(ContainerState.Succeeded, "Completed successfully."),
        KilledForVirtualMemory => new(ContainerState.Failed, OverMemory(VirtualMemory().Match(status.Diagnostics), "virtual")),
        KilledForPhysicalMemory => new(ContainerState.Failed, OverMemory(PhysicalMemory().Match(status.Diagnostics), "physical")),
        KilledByApplicationMaster => new(ContainerState.Killed, "Killed by the application master."),
        > 0 => new(ContainerState.Failed, "Container failed during execution, see logs for more information."),
        _ => new(ContainerState.Failed, Lost(status)),
    };

    private static string OverMemory(Match used, string kind) => used.Success
        ? $"Container killed by YARN for exceeding memory limits: {used.Value}. Consider raising the service's 'resources: memory'."
        : $"Container killed by YARN for exceeding its {kind} memory limit. Consider raising the service's 'resources: memory'.";

    private static string Lost(ContainerStatusProto status)
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
