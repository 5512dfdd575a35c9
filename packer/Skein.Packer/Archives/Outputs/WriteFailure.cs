using Skein.Packer.Planning;

namespace Skein.Packer.Archives.Outputs;

/// <summary>Says what could not be written, where, and why.</summary>
internal static class WriteFailure
{
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;

    /// <summary>Whether a disk, or what is at the other end of the standard output, did not do its part.</summary>
    public static bool Is(Exception error) => error is IOException or UnauthorizedAccessException || IsTooLarge(error);

    /// <param name="error">How the write failed, or a read of what was to be written.</param>
    /// <param name="pack">What was written.</param>
    public static IOException Explain(Exception error, PreparedPack pack)
    {
        // The framework keeps the system's error number.
        var isFull = error is IOException { HResult: NoSpaceLeft or QuotaExceeded };
        if (pack.Output == "-")
        {
            return new IOException(
                isFull
                    ? "The disk that the standard output goes to is full; make room, or send the archive elsewhere"
                    : $"The archive could not be written to the standard output and is not complete: {Reason(error)}",
                error);
        }

        if (IsTooLarge(error))
            return new IOException($"'{pack.Output}' became too large for its file system or for the limit of this process (ulimit -f)", error);
        if (!isFull)
            return new IOException($"The archive could not be written to '{pack.Output}': {Reason(error)}", error);
        var directory = Path.GetDirectoryName(pack.Output)!;
        return new IOException(
            $"The disk of '{directory}' is full, with {new DriveInfo(directory).AvailableFreeSpace} bytes left, and the archive holds {pack.ContentLength} bytes of files before compression; make room, or choose another disk with --output",
            error);
    }

    private static string Reason(Exception error) => error.Message.TrimEnd('.');

    // What the framework makes of EFBIG, and of it alone in this form.
    private static bool IsTooLarge(Exception error) => error is ArgumentOutOfRangeException { ParamName: "value", ActualValue: null };
}
