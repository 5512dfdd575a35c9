using System.Globalization;
using System.Text;
using Skein.LocalCluster.Nodes.Processes;

namespace Skein.LocalCluster.Nodes.Memory;

/// <summary>What YARN tells of a container that has taken too much memory.</summary>
internal static class MemoryReport
{
    // yarn.nodemanager.vmem-pmem-ratio; told and not enforced.
    private const double VirtualRatio = 2.1;
    private const int MaxProcesses = 50;
    private const double Step = 1024;
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>The report. Command lines are left out, since they may hold what is nobody's business.</summary>
    public static string Write(string containerId, int leader, long limit, IReadOnlyList<ProcessEntry> processes)
    {
        long resident = 0;
        long addresses = 0;
        foreach (var process in processes)
        {
            resident += process.ResidentBytes;
            addresses += process.VirtualBytes;
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Container [pid={leader},containerID={containerId}] is running ");
        text.Append(CultureInfo.InvariantCulture, $"{resident - limit}B beyond the 'PHYSICAL' memory limit. Current usage: ");
        text.Append(CultureInfo.InvariantCulture, $"{Size(resident)} of {Size(limit)} physical memory used; ");
        text.Append(CultureInfo.InvariantCulture, $"{Size(addresses)} of {Size((long)(limit * VirtualRatio))} virtual memory used. ");
        text.Append(CultureInfo.InvariantCulture, $"Killing container.\nDump of the process-tree for {containerId} :\n");
        text.Append("\t|- PID PPID PGRPID SESSID CMD_NAME VMEM_USAGE(BYTES) RSSMEM_USAGE(BYTES)\n");
        for (var i = 0; i < Math.Min(processes.Count, MaxProcesses); i++)
        {
            var p = processes[i];
            text.Append(CultureInfo.InvariantCulture, $"\t|- {p.Number} {p.Parent} {p.Group} {p.Session} ({p.Name}) ");
            text.Append(CultureInfo.InvariantCulture, $"{p.VirtualBytes} {p.ResidentBytes}\n");
        }

        return text.ToString();
    }

    // 1536 MiB is "1.5 GB", 128 MiB "128 MB".
    private static string Size(long bytes)
    {
        var value = (double)bytes;
        var unit = 0;
        for (; value >= Step && unit < Units.Length - 1; unit++)
            value /= Step;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {Units[unit]}");
    }
}
