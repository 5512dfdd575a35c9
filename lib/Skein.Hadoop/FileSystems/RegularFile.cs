using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Skein.Hadoop.FileSystems;

/// <summary>
/// Opens local files that have an end. The framework would wait for the other end of a pipe, with nothing to end the wait; what is no
/// regular file is refused here at once.
/// </summary>
public static partial class RegularFile
{
    private const int DoNotWait = 0x800;
    private const int CloseOnExecute = 0x80000;

    private const int NotFound = 2;
    private const int NoOtherEnd = 6;
    private const int AccessDenied = 13;
    private const int NotADirectory = 20;

    private static int DoNotFollow => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>Opens a file for reading; links are followed.</summary>
    /// <param name="path">Where.</param>
    /// <param name="bufferSize">Bytes read ahead. Default 0: none.</param>
    /// <exception cref="IOException">There is no such file, or it is something else; the message is the reason alone.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path, int bufferSize = 0)
    {
        if (TryOpen(path, CloseOnExecute | DoNotWait, bufferSize, out var error) is { } file)
            return file;
        throw error switch
        {
            NoOtherEnd => new IOException("it is a pipe, a socket or a device, and no file that has an end; write what it gives to a file, and name that"),
            NotFound or NotADirectory => new FileNotFoundException(Marshal.GetPInvokeErrorMessage(error), path),
            AccessDenied => new UnauthorizedAccessException(Marshal.GetPInvokeErrorMessage(error)),
            _ => new IOException(Marshal.GetPInvokeErrorMessage(error)),
        };
    }

    /// <summary>Opens a file for reading, unbuffered; null if it is a link or anything else that is no file, or may not be read.</summary>
    public static FileStream? TryOpenUnlinked(string path) => TryOpen(path, CloseOnExecute | DoNotWait | DoNotFollow, bufferSize: 0, out _);

    private static FileStream? TryOpen(string path, int flags, int bufferSize, out int error)
    {
        error = 0;
        var handle = NativeOpen(path, flags);
        if (handle.IsInvalid)
        {
            error = Marshal.GetLastPInvokeError();
            handle.Dispose();
            return null;
        }

        var file = new FileStream(handle, FileAccess.Read, bufferSize);
        if (file.CanSeek)
            return file;
        file.Dispose();
        // As the system says of a socket.
        error = NoOtherEnd;
        return null;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle NativeOpen(string path, int flags);
}
