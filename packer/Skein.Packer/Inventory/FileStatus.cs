using System.Runtime.InteropServices;

namespace Skein.Packer.Inventory;

/// <summary>What the disk says of a path; links are not followed.</summary>
/// <param name="Kind">Null for sockets, pipes and devices.</param>
/// <param name="Mode">The lower twelve mode bits.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Seconds since the epoch.</param>
/// <param name="SharedIdentity">Set for a file with more than one name.</param>
internal readonly partial record struct FileStatus(
    PackFileKind? Kind, int Mode, long Size, long Modified, FileIdentity? SharedIdentity)
{
    private const int CurrentDirectory = -100;
    private const int DoNotFollowLinks = 0x100;
    private const uint BasicFields = 0x7ff;
    private const int ErrorNotSupported = 38;

    // Set once statx proves absent (kernels before 4.11); hard links are then packed as files of their own.
    private static volatile bool _withoutStatx;

    public static FileStatus Read(string path)
    {
        if (_withoutStatx)
            return ReadPortably(path);
        int error;
        try
        {
            if (NativeStatx(CurrentDirectory, path, DoNotFollowLinks, BasicFields, out var status) == 0)
                return From(status);
            error = Marshal.GetLastPInvokeError();
        }
        catch (EntryPointNotFoundException)
        {
            error = ErrorNotSupported;
        }

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
        return new FileStatus(kind, mode, kind == PackFileKind.Regular ? file.Length : 0, modified, null);
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
        FileIdentity? identity = kind == PackFileKind.Regular && status.LinkCount > 1
            ? new FileIdentity(((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Inode)
            : null;
        return new FileStatus(
            kind, status.Mode & 0xfff, kind == PackFileKind.Regular ? (long)status.Size : 0, status.ModifiedSeconds, identity);
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NativeStatx(int directory, string path, int flags, uint mask, out Statx status);

    // struct statx of linux/stat.h: the same on every architecture.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(16)] public uint LinkCount;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(112)] public long ModifiedSeconds;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }
}
