using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Skein.Packer.Inventory;

/// <summary>What the disk says of a path; links are not followed.</summary>
/// <param name="Kind">Null for sockets, pipes and devices.</param>
/// <param name="Mode">The lower twelve mode bits.</param>
/// <param name="Size">Bytes; 0 for everything that is not a regular file.</param>
/// <param name="Modified">Seconds since the epoch.</param>
/// <param name="Stamp">Changes with the content; all zeros where the kernel does not tell.</param>
/// <param name="HasOtherNames">Whether it is a regular file with further names, here or elsewhere on the disk.</param>
/// <param name="Owner">Number of the owning user.</param>
/// <param name="Group">Number of the owning group.</param>
internal readonly partial record struct FileStatus(
    PackFileKind? Kind, int Mode, long Size, long Modified, FileStamp Stamp, bool HasOtherNames, uint Owner, uint Group)
{
    private const int CurrentDirectory = -100;
    private const int DoNotFollowLinks = 0x100;
    private const int OfTheDescriptor = 0x1000;
    private const uint BasicFields = 0x7ff;
    private const int ErrorNotSupported = 38;

    // Set once statx proves absent (kernels before 4.11); hard links are then packed as files of their own.
    private static volatile bool _withoutStatx;

    /// <summary>Set for a file with more than one name.</summary>
    public FileIdentity? SharedIdentity => HasOtherNames ? Stamp.Identity : null;

    /// <exception cref="IOException">There is no such thing, or it may not be looked at.</exception>
    public static unsafe FileStatus Read(string path)
    {
        fixed (byte* name = Terminated(path))
            return Read(CurrentDirectory, name, DoNotFollowLinks, path);
    }

    /// <summary>Whether a path leads, over any links, to a socket, pipe or device; false where there is nothing.</summary>
    public static unsafe bool IsSpecial(string path)
    {
        fixed (byte* name = Terminated(path))
            return TryRead(CurrentDirectory, name, flags: 0, out var status) == 0 && From(status).Kind == null;
    }

    /// <summary>An entry of an open directory.</summary>
    /// <param name="directory">Stands at the entry.</param>
    /// <exception cref="IOException">It is gone, or may not be looked at.</exception>
    public static unsafe FileStatus Read(DirectoryStream directory)
    {
        fixed (byte* name = directory.Name)
        {
            // Paths of a hundred thousand files are not made for the message of one.
            var error = TryRead(directory.Descriptor, name, DoNotFollowLinks, out var status);
            return error == 0 ? From(status) : ReadAfter(error, directory.EntryPath);
        }
    }

    /// <summary>An open directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="path">Its path, for messages and for kernels that need it.</param>
    /// <exception cref="IOException">It may not be looked at.</exception>
    public static FileStatus ReadItself(DirectoryStream directory, string path) => ReadOpen(directory.Descriptor, path);

    /// <summary>An open file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path, for messages and for kernels that need it.</param>
    /// <exception cref="IOException">It may not be looked at.</exception>
    public static FileStatus Read(SafeFileHandle file, string path)
    {
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return ReadOpen((int)file.DangerousGetHandle(), path);
        }
        finally
        {
            if (held)
                file.DangerousRelease();
        }
    }

    private static byte[] Terminated(string path)
    {
        var terminated = new byte[Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        Encoding.UTF8.GetBytes(path, terminated);
        return terminated;
    }

    private static unsafe FileStatus ReadOpen(int descriptor, string path)
    {
        fixed (byte* name = "\0"u8)
            return Read(descriptor, name, OfTheDescriptor, path);
    }

    private static unsafe FileStatus Read(int descriptor, byte* name, int flags, string path)
    {
        var error = TryRead(descriptor, name, flags, out var status);
        return error == 0 ? From(status) : ReadAfter(error, path);
    }

    // Returns the system's error, 0 for none.
    private static unsafe int TryRead(int descriptor, byte* name, int flags, out Statx status)
    {
        status = default;
        if (_withoutStatx)
            return ErrorNotSupported;
        try
        {
            return NativeStatx(descriptor, name, flags, BasicFields, out status) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        catch (EntryPointNotFoundException)
        {
            return ErrorNotSupported;
        }
    }

    private static FileStatus ReadAfter(int error, string path)
    {
        if (error != ErrorNotSupported)
            throw new IOException($"Can not look at '{path}': {Marshal.GetPInvokeErrorMessage(error)}");
        _withoutStatx = true;
        return ReadPortably(path);
    }

    internal static FileStatus ReadPortably(string path)
    {
        var file = new FileInfo(path);
        var kind = file.LinkTarget != null ? PackFileKind.SymbolicLink
            : (file.Attributes & FileAttributes.Directory) != 0 ? PackFileKind.Directory
            : (file.Attributes & FileAttributes.Device) != 0 ? (PackFileKind?)null
            : PackFileKind.Regular;
        var modified = new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeSeconds();
        // The framework has no mode for a link that leads nowhere; a link's own mode means nothing anyway.
        var mode = kind == PackFileKind.SymbolicLink ? 0b111_111_111 : (int)file.UnixFileMode;
        return new FileStatus(kind, mode, kind == PackFileKind.Regular ? file.Length : 0, modified, default, false, 0, 0);
    }

    private static FileStatus From(in Statx status)
    {
        PackFileKind? kind = (status.Mode & 0xf000) switch
        {
            0x8000 => PackFileKind.Regular,
            0xa000 => PackFileKind.SymbolicLink,
            0x4000 => PackFileKind.Directory,
            _ => null,
        };
        var isRegular = kind == PackFileKind.Regular;
        var identity = new FileIdentity(((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Inode);
        var stamp = new FileStamp(
            Nanoseconds(status.ModifiedSeconds, status.ModifiedNanoseconds), Nanoseconds(status.ChangedSeconds, status.ChangedNanoseconds), identity);
        return new FileStatus(
            kind, status.Mode & 0xfff, isRegular ? (long)status.Size : 0, status.ModifiedSeconds, stamp, isRegular && status.LinkCount > 1,
            status.Owner, status.Group);
    }

    // Times beyond the year 2262 overflow; a stamp is only ever compared.
    private static long Nanoseconds(long seconds, uint nanoseconds) => unchecked((seconds * 1_000_000_000) + nanoseconds);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static unsafe partial int NativeStatx(int directory, byte* path, int flags, uint mask, out Statx status);

    // struct statx of linux/stat.h: the same on every architecture.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(16)] public uint LinkCount;
        [FieldOffset(20)] public uint Owner;
        [FieldOffset(24)] public uint Group;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(96)] public long ChangedSeconds;
        [FieldOffset(104)] public uint ChangedNanoseconds;
        [FieldOffset(112)] public long ModifiedSeconds;
        [FieldOffset(120)] public uint ModifiedNanoseconds;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }
}
