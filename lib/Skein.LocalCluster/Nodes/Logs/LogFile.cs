using Skein.Hadoop.FileSystems;

namespace Skein.LocalCluster.Nodes.Logs;

/// <summary>
/// The files of a container's log directory, which its processes make into anything they like: only regular files at the top are logs,
/// and no link is followed.
/// </summary>
internal static class LogFile
{
    /// <summary>Names of what may be log files, in their order; none if the directory is gone.</summary>
    /// <exception cref="IOException">The directory can not be read.</exception>
    public static IReadOnlyList<string> Names(string directory)
    {
        var names = new List<string>();
        if (!Directory.Exists(directory))
            return names;
        foreach (var path in Directory.EnumerateFiles(directory))
            names.Add(Path.GetFileName(path));
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>Opens one by its name; null if there is no such regular file, or it may not be read. To be disposed.</summary>
    public static FileStream? TryOpen(string directory, string name)
    {
        var path = Path.Combine(directory, name);
        if (name.Length == 0 || Path.GetFileName(name) != name || name.Contains('\0') || !File.Exists(path))
            return null;
        return RegularFile.TryOpenUnlinked(path);
    }
}
