using System.Runtime.InteropServices;

namespace Skein.Packer.Inventory;

/// <summary>Tells whether this process may read files, nearly always by their mode alone, and whether it may make some.</summary>
internal sealed partial class FileAccessCheck
{
    private const int CurrentDirectory = -100;
    private const int Execute = 1;
    private const int Write = 2;
    private const int Read = 4;
    private const int ByEffectiveUser = 0x200;

    private readonly uint _user = NativeUser();

    /// <param name="file">A regular file.</param>
    /// <param name="root">Absolute path of the tree it is in.</param>
    /// <param name="path">Path below it.</param>
    public bool MayRead(in FileStatus file, string root, string path)
    {
        if (_user == 0)
            return true;
        var byMode = file.Owner == _user ? 0b100_000_000 : 0b000_100_100;
        // Which group counts, access lists and capabilities are the kernel's to know.
        return (file.Mode & byMode) == byMode || NativeAccess(CurrentDirectory, $"{root}/{path}", Read, ByEffectiveUser) == 0;
    }

    /// <summary>Whether files can be made in a directory; not even the superuser may on a disk that is read-only.</summary>
    public static bool MayCreateIn(string directory) => NativeAccess(CurrentDirectory, directory, Write | Execute, ByEffectiveUser) == 0;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint NativeUser();

    [LibraryImport("libc", EntryPoint = "faccessat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeAccess(int directory, string path, int mode, int flags);
}
