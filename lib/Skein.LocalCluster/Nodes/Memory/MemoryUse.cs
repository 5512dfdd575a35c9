using Skein.LocalCluster.Nodes.Processes;

namespace Skein.LocalCluster.Nodes.Memory;

/// <summary>Judges a container's memory, measurement by measurement, as YARN does.</summary>
/// <remarks>
/// A process that starts another holds its memory twice for a moment. So the whole sum may reach twice the limit, and only that of
/// processes which were there at the measurement before must keep to it.
/// </remarks>
/// <param name="limit">Bytes.</param>
internal sealed class MemoryUse(long limit)
{
    private HashSet<(int Number, long Started)> _aged = [];

    /// <summary>Bytes that the container may have.</summary>
    public long Limit { get; } = limit;

    /// <summary>Takes a measurement: whether the container has too much.</summary>
    /// <param name="processes">Those of the container.</param>
    public bool IsExceededBy(IReadOnlyList<ProcessEntry> processes)
    {
        long all = 0;
        long aged = 0;
        var seen = new HashSet<(int, long)>(processes.Count);
        foreach (var process in processes)
        {
            all += process.ResidentBytes;
            var identity = (process.Number, process.Started);
            if (_aged.Contains(identity))
                aged += process.ResidentBytes;
            seen.Add(identity);
        }

        _aged = seen;
        return all > 2 * Limit || aged > Limit;
    }
}
