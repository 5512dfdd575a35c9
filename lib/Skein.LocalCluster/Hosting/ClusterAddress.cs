using System.Globalization;

namespace Skein.LocalCluster.Hosting;

/// <summary>What a running cluster says of itself: <c>name=value</c>, a line each.</summary>
/// <param name="Process">Id of its process.</param>
/// <param name="Started">When it started, milliseconds since 1970.</param>
/// <param name="ResourceManager"><c>host:port</c> for clients.</param>
/// <param name="Pages">Address of its pages; with the secret that opens them.</param>
public sealed record ClusterAddress(int Process, long Started, string ResourceManager, string Pages)
{
    /// <summary>The cluster that runs in a directory; null if none does, or it is not ready yet.</summary>
    public static ClusterAddress? FindRunning(ClusterDirectory directory) =>
        // One that was killed leaves its address behind, and the next one may hold the lock already.
        ClusterLock.IsTaken(directory.Lock) && Find(directory.Address) is { } address && Directory.Exists($"/proc/{address.Process}")
            ? address
            : null;

    /// <summary>Whether a process is the cluster of a directory, ready or not, or ending.</summary>
    public static bool IsHeld(ClusterDirectory directory) => ClusterLock.IsTaken(directory.Lock);

    /// <summary>The file's text.</summary>
    public string ToText() => string.Create(
        CultureInfo.InvariantCulture, $"process={Process}\nstarted={Started}\nresourcemanager={ResourceManager}\npages={Pages}\n");

    /// <summary>Reads the file; null if it is absent or not a whole one.</summary>
    private static ClusterAddress? Find(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line.Split('=', 2) is [var name, var value])
                values[name] = value;
        }

        return int.TryParse(values.GetValueOrDefault("process"), CultureInfo.InvariantCulture, out var process)
            && long.TryParse(values.GetValueOrDefault("started"), CultureInfo.InvariantCulture, out var started)
            && values.TryGetValue("resourcemanager", out var resourceManager)
            && values.TryGetValue("pages", out var pages)
                ? new ClusterAddress(process, started, resourceManager, pages)
                : null;
    }
}
