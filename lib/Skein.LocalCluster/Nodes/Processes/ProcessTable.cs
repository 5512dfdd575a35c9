using System.Buffers.Text;
using System.Globalization;

namespace Skein.LocalCluster.Nodes.Processes;

/// <summary>Reads the kernel's table of processes.</summary>
internal static class ProcessTable
{
    private const int LongestEntry = 1024;

    // Fields of /proc/N/stat, counted from the one after the command's name.
    private const int Parent = 1;
    private const int Group = 2;
    private const int Session = 3;
    private const int Started = 19;
    private const int VirtualBytes = 20;
    private const int ResidentPages = 21;

    /// <summary>Numbers of all processes.</summary>
    public static IEnumerable<int> Numbers()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                yield return number;
        }
    }

    /// <summary>A process's entry; null if there is none.</summary>
    public static ProcessEntry? Find(int process)
    {
        Span<byte> entry = stackalloc byte[LongestEntry];
        try
        {
            using var file = File.OpenHandle($"/proc/{process}/stat");
            return Parse(process, entry[..RandomAccess.Read(file, entry, 0)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads an entry of the form <c>NUMBER (NAME) STATE PARENT GROUP SESSION …</c>, where a name may hold anything.</summary>
    internal static ProcessEntry? Parse(int process, ReadOnlySpan<byte> entry)
    {
        var open = entry.IndexOf((byte)'(');
        var close = entry.LastIndexOf((byte)')');
        if (open < 0 || close < open || close + 2 >= entry.Length)
            return null;
        Span<long> fields = stackalloc long[ResidentPages + 1];
        var rest = entry[(close + 2)..];
        for (var i = 0; i < fields.Length; i++)
        {
            var end = rest.IndexOf((byte)' ');
            if (end < 0)
                return null;
            // The state is a letter; other fields that do not fit are not needed.
            _ = Utf8Parser.TryParse(rest[..end], out fields[i], out _);
            rest = rest[(end + 1)..];
        }

        return new ProcessEntry(
            process,
            System.Text.Encoding.UTF8.GetString(entry[(open + 1)..close]),
            (int)fields[Parent],
            (int)fields[Group],
            (int)fields[Session],
            fields[Started],
            fields[VirtualBytes],
            fields[ResidentPages] * Environment.SystemPageSize);
    }
}
