using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Skein.Packer.Inventory;

namespace Skein.Packer.Archives;

/// <summary>
/// Reads files of the environment. Reads are synchronous: local files have no other kind, and the threads that read are the ones that
/// compress.
/// </summary>
internal static partial class FileContent
{
    private const int DoNotWait = 0x800;
    private const int CloseOnExecute = 0x80000;

    /// <summary>Appends a whole file, however long it has become since it was listed.</summary>
    public static void ReadInto(PackFile file, PooledBuffer output)
    {
        using var handle = Open(file);
        long position = 0;
        while (true)
        {
            // One byte more than expected: the end of the file is seen without another call.
            var span = output.GetSpan((int)Math.Max(file.Size - position + 1, 4096));
            var read = RandomAccess.Read(handle, span, position);
            if (read == 0)
                return;
            output.Advance(read);
            position += read;
            if (position == file.Size && read < span.Length)
                return;
        }
    }

    /// <summary>Appends a part of a file.</summary>
    /// <exception cref="IOException">The file has become shorter.</exception>
    public static void ReadInto(PackFile file, long offset, int length, PooledBuffer output)
    {
        using var handle = Open(file);
        var end = offset + length;
        while (offset < end)
        {
            var read = RandomAccess.Read(handle, output.GetSpan(length)[..(int)(end - offset)], offset);
            if (read == 0)
                throw new IOException($"'{file.Source}' became shorter while it was packed; pack again when nothing changes it");
            output.Advance(read);
            offset += read;
        }
    }

    /// <summary>Opens a file that was one when it was listed.</summary>
    /// <exception cref="IOException">It is gone, may not be read, or has become something else.</exception>
    public static SafeFileHandle Open(PackFile file)
    {
        // The framework would wait for the other end of what has become a pipe, with nothing to end the wait.
        var handle = NativeOpen(file.Source, CloseOnExecute | DoNotWait);
        if (handle.IsInvalid)
        {
            var reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            handle.Dispose();
            throw new IOException($"Can not open '{file.Source}': {reason}");
        }

        if (FileStatus.Read(handle, file.Source).Kind == PackFileKind.Regular)
            return handle;
        handle.Dispose();
        throw new IOException($"'{file.Source}' became something else than a file while it was packed; pack again when nothing changes it");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle NativeOpen(string path, int flags);
}
