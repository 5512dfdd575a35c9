using Skein.Packer.Inspection;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Archives;

/// <summary>Reads files as they are packed: with what the relocation changes in them. Used by several threads at once.</summary>
internal sealed class EntryReader(IRelocation relocation)
{
    // Bytes looked at at once, and how many of them are looked at again: more than any path has, so that a path across the border of two
    // windows is whole in the second.
    private const int WindowSize = 1 << 20;
    private const int WindowOverlap = 8192;

    /// <summary>Appends the content of a file that is small enough for memory.</summary>
    /// <param name="file">A regular file.</param>
    /// <param name="output">Receives the content.</param>
    /// <param name="findings">Receives what is learnt of the file.</param>
    /// <returns>The file with the size and time that it is packed with.</returns>
    public PackFile ReadInto(PackFile file, PooledBuffer output, PackFindings findings)
    {
        if (file.Content != null)
        {
            output.Write(file.Content);
            return file with { Size = file.Content.Length };
        }

        var start = (int)output.Length;
        FileContent.ReadInto(file, output);
        var content = output.Slice(start, (int)output.Length - start);
        FileInspection.Look(content, findings);
        if (!relocation.MayChange(file, content))
            return file.Size == content.Length ? file : file with { Size = content.Length };
        var packed = Relocate(file, content, findings, out var changed);
        if (changed != null)
        {
            output.Truncate(start);
            output.Write(changed);
        }

        return packed;
    }

    /// <summary>Looks through a file that is too large to be handled at once, and rewrites it if it has to be.</summary>
    /// <param name="file">A regular file.</param>
    /// <param name="findings">Receives what is learnt of the file.</param>
    /// <param name="content">The new content; null when the file stays as it is.</param>
    /// <returns>The file with the size and time that it is packed with.</returns>
    public PackFile Examine(PackFile file, PackFindings findings, out byte[]? content)
    {
        content = null;
        FileInspection.LookAtLarge(file, findings);
        return MayChange(file) ? Relocate(file, File.ReadAllBytes(file.Source), findings, out content) : file;
    }

    private PackFile Relocate(PackFile file, ReadOnlySpan<byte> original, PackFindings findings, out byte[]? content)
    {
        var relocated = relocation.Relocate(file, original);
        if (relocated.StaysAbsolute is { } reason)
            findings.StaysAbsolute.Add(new PackNote(file.Path, reason));
        content = relocated.Content;
        return content == null ? file with { Size = original.Length } : RelocatedFile.Of(file) with { Size = content.Length };
    }

    private bool MayChange(PackFile file)
    {
        using var window = new PooledBuffer(WindowSize + WindowOverlap);
        for (long offset = 0; offset < file.Size; offset += WindowSize)
        {
            window.Truncate(0);
            FileContent.ReadInto(file, offset, (int)Math.Min(WindowSize + WindowOverlap, file.Size - offset), window);
            if (relocation.MayChange(file, window.Written))
                return true;
        }

        return false;
    }
}
