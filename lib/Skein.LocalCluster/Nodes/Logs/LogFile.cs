using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Skein.LocalCluster.Nodes.Logs;

/// <summary>
/// The files of a container's log directory, which its processes make into anything they like: only regular files at the top are logs,
/// and no link is followed.
/// </summary>
internal static partial class LogFile
{
    private const int DoNotWait = 0x800;
    private const int CloseOnExecute = 0x80000;

    private static int DoNotFollow => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

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
        // The framework would wait for the other end of a pipe, with nothing to end the wait.
        var handle = Open(path, CloseOnExecute | DoNotWait | DoNotFollow);
        if (handle.IsInvalid)
        {
            handle.Dispose();
            return null;
        }

        var file = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        if (file.CanSeek)
            return file;
        file.Dispose();
        return null;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
