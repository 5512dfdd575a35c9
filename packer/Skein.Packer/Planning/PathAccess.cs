using System.Runtime.InteropServices;

namespace Skein.Packer.Planning;

/// <summary>Asks the system what this process may do with a path; the mode bits alone do not know of other owners and read-only disks.</summary>
internal static partial class PathAccess
{
    private const int Execute = 1;
    private const int Write = 2;
    private const int Read = 4;

    public static bool CanRead(string path) => NativeAccess(path, Read) == 0;

    /// <summary>Whether files can be made in a directory.</summary>
    public static bool CanCreateIn(string directory) => NativeAccess(directory, Write | Execute) == 0;

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeAccess(string path, int mode);
}
