using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Skein.Packer.Archives.Outputs;

/// <summary>Closes files so that a failure is seen.</summary>
/// <remarks>
/// A network file system may take writes into memory, and tell a full disk or a lost server only when the file is closed. Disposing of a
/// handle keeps that to itself.
/// </remarks>
internal static partial class CheckedClose
{
    /// <param name="file">The open file; closed afterwards, whatever happens.</param>
    /// <param name="path">What the message calls it.</param>
    /// <exception cref="IOException">What was written did not all arrive; the result is the system's error number.</exception>
    public static void Close(SafeFileHandle file, string path)
    {
        ObjectDisposedException.ThrowIf(file.IsClosed, file);
        var descriptor = (int)file.DangerousGetHandle();
        // Its number belongs to nobody after the call, not even after one that fails.
        file.SetHandleAsInvalid();
        if (NativeClose(descriptor) == 0)
            return;
        var error = Marshal.GetLastPInvokeError();
        throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", error);
    }

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int NativeClose(int descriptor);
}
