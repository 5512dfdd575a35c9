using Skein.Packer.Inventory;

namespace Skein.Packer.Archives;

/// <summary>
/// Reads files of the environment. Reads are synchronous: local files have no other kind, and the threads that read are the ones that
/// compress.
/// </summary>
internal static class FileContent
{
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

    public static Microsoft.Win32.SafeHandles.SafeFileHandle Open(PackFile file) =>
        File.OpenHandle(file.Source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
