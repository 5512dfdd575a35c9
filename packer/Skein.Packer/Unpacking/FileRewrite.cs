using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Skein.Packer.Inventory;

namespace Skein.Packer.Unpacking;

/// <summary>One file to be written anew.</summary>
/// <param name="Names">All its names that are known, below the environment; they will be names of one file again.</param>
/// <param name="Status">What the disk says of it.</param>
/// <param name="Patches">What changes in it.</param>
internal sealed record FileRewrite(IReadOnlyList<string> Names, FileStatus Status, IReadOnlyList<Patch> Patches)
{
    private const int BufferSize = 256 << 10;

    /// <param name="root">The environment.</param>
    public void Run(string root)
    {
        var path = $"{root}/{Names[0]}";
        using var replacement = FileReplacement.Create(path);
        using (var old = File.OpenHandle(path))
            Write(old, replacement.Handle);
        replacement.TakeOver(Status);
        // Compiled code is trusted by the time and the size of its Python source, whose size may be the same by accident.
        var time = File.GetLastWriteTimeUtc(path);
        if (path.EndsWith(".py", StringComparison.Ordinal))
            time = time.AddSeconds(1);
        replacement.Commit([.. Names.Select(name => $"{root}/{name}")], time);
    }

    private void Write(SafeFileHandle old, SafeFileHandle target)
    {
        long read = 0, written = 0;
        foreach (var patch in Patches)
        {
            Copy(old, read, patch.At - read, target, written);
            written += patch.At - read;
            RandomAccess.Write(target, patch.New, written);
            written += patch.New.Length;
            read = patch.At + patch.Old.Length;
        }

        Copy(old, read, Status.Size - read, target, written);
    }

    private static void Copy(SafeFileHandle from, long at, long length, SafeFileHandle to, long target)
    {
        if (length == 0)
            return;
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, BufferSize));
        try
        {
            while (length > 0)
            {
                var count = RandomAccess.Read(from, buffer.AsSpan(0, (int)Math.Min(length, buffer.Length)), at);
                if (count == 0)
                    throw new IOException("A file became shorter while it was rewritten; unpack again when nothing changes it");
                RandomAccess.Write(to, buffer.AsSpan(0, count), target);
                at += count;
                target += count;
                length -= count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
