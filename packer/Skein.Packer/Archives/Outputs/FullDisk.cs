using Skein.Packer.Planning;

namespace Skein.Packer.Archives.Outputs;

/// <summary>Says what is missing when a disk is full.</summary>
internal static class FullDisk
{
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;

    /// <summary>Whether a write failed for lack of room. The framework keeps the system's error number.</summary>
    public static bool Is(IOException error) => error.HResult is NoSpaceLeft or QuotaExceeded;

    /// <param name="error">How the write failed.</param>
    /// <param name="pack">What was written.</param>
    public static IOException Explain(IOException error, PreparedPack pack)
    {
        if (pack.Output == "-")
            return new IOException("The disk that the standard output goes to is full; make room, or send the archive elsewhere", error);
        var directory = Path.GetDirectoryName(pack.Output)!;
        return new IOException(
            $"The disk of '{directory}' is full, with {new DriveInfo(directory).AvailableFreeSpace} bytes left, and the archive holds {pack.ContentLength} bytes of files before compression; make room, or choose another disk with --output",
            error);
    }
}
