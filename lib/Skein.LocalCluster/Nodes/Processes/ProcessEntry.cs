namespace Skein.LocalCluster.Nodes.Processes;

/// <summary>What the kernel tells of a process.</summary>
/// <param name="Number">Its number, which others may get after its end.</param>
/// <param name="Name">Name of its program, at most 15 bytes.</param>
/// <param name="Parent">Number of its parent.</param>
/// <param name="Group">Number of its group.</param>
/// <param name="Session">Number of its session.</param>
/// <param name="Started">When it was started, ticks of the kernel since its boot.</param>
/// <param name="VirtualBytes">Size of its address space.</param>
/// <param name="ResidentBytes">Memory it has, shared pages included.</param>
internal sealed record ProcessEntry(
    int Number, string Name, int Parent, int Group, int Session, long Started, long VirtualBytes, long ResidentBytes);
