using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Skein.Packer.Inventory;

namespace Skein.Packer.Archives.Reading;

/// <summary>
/// Reads files of the environment. Reads are synchronous: local files have no other kind, and the threads that read are the ones that
/// compress.
/// </summary>
internal static partial class FileContent
{
    private const int DoNotWait = 0x800;
    private const int CloseOnExecute = 0x80000;
    private const int Attempts = 3;

    /// <summary>Appends a whole file. One that was written to since it was listed is read until it holds still.</summary>
    /// <returns>The file, with the size and time that go with what was read.</returns>
    /// <exception cref="IOException">It can not be read, or does not hold still.</exception>
    public static PackFile ReadInto(PackFile file, PooledBuffer output)
    {
        var start = (int)output.Length;
        var expected = file;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            output.Truncate(start);
            using var handle = Open(file);
            ReadToEnd(handle, file, expected.Size, output);
            var found = FileStatus.Read(handle, file.Source);
            if (output.Length - start == expected.Size && IsSame(found, expected))
                return expected;
            expected = file with { Size = found.Size, Modified = found.Modified, Stamp = found.Stamp };
        }

        throw Changing(file);
    }

    /// <summary>Fills a buffer with a part of a file.</summary>
    /// <exception cref="IOException">It can not be read, or is not what it was when it was listed.</exception>
    public static void Read(SafeFileHandle handle, PackFile file, long offset, Span<byte> part)
    {
        while (part.Length > 0)
        {
            var read = RandomAccess.Read(handle, part, offset);
            if (read == 0)
                throw Changing(file);
            part = part[read..];
            offset += read;
        }

        if (!IsSame(FileStatus.Read(handle, file.Source), file))
            throw Changing(file);
    }

    private static void ReadToEnd(SafeFileHandle handle, PackFile file, long expectedSize, PooledBuffer output)
    {
        long position = 0;
        while (true)
        {
            // It was far smaller when it was listed, and whatever writes to it may do so without end.
            if (Math.Max(position, expectedSize) > EntryReader.MaxInMemory)
                throw Changing(file);
            // One byte more than expected: the end of the file is seen without another call.
            var span = output.GetSpan((int)Math.Max(expectedSize - position + 1, 4096));
            var read = RandomAccess.Read(handle, span, position);
            output.Advance(read);
            position += read;
            if (read == 0 || (position == expectedSize && read < span.Length))
                return;
        }
    }

    private static bool IsSame(in FileStatus found, PackFile listed) =>
        found.Size == listed.Size && found.Stamp.Modified == listed.Stamp.Modified;

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

    private static IOException Changing(PackFile file) =>
        new($"'{file.Source}' was written to while it was packed; pack again when nothing changes it");
}
