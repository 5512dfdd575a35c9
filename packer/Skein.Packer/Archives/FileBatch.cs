using Skein.Packer.Inspection;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Archives;

/// <summary>Whole entries, each small enough to be rewritten in memory.</summary>
internal sealed class FileBatch(IReadOnlyList<PackFile> files) : TarSegment
{
    public override int Files => files.Count;

    public override void WriteTo(PooledBuffer output, TarLayout layout, IRelocation relocation, PackFindings findings)
    {
        foreach (var file in files)
        {
            if (file.Kind == PackFileKind.Regular)
                WriteRegular(file, output, layout, relocation, findings);
            else
                TarHeader.Write(file, layout.PathOf(file.Path), LinkOf(file, layout, relocation), 0, output);
        }
    }

    private static string LinkOf(PackFile file, TarLayout layout, IRelocation relocation) => file.Kind switch
    {
        PackFileKind.SymbolicLink => relocation.RelocateLink(file),
        PackFileKind.HardLink => layout.PathOf(file.LinkTarget),
        _ => "",
    };

    private static void WriteRegular(
        PackFile file, PooledBuffer output, TarLayout layout, IRelocation relocation, PackFindings findings)
    {
        if (file.Content != null)
        {
            WriteEntry(file, file.Content, output, layout);
            return;
        }
        // Read to where it belongs if it stays as it is; its header does not depend on the content but for the size.
        var start = (int)output.Length;
        TarHeader.Write(file, layout.PathOf(file.Path), "", file.Size, output);
        var dataStart = (int)output.Length;
        FileContent.ReadInto(file, output);
        var size = (int)output.Length - dataStart;
        var content = output.Slice(dataStart, size);
        var relocated = relocation.MayChange(file, content) ? relocation.Relocate(file, content) : default;
        if (relocated.StaysAbsolute is { } reason)
            findings.StaysAbsolute.Add(new PackNote(file.Path, reason));
        if (relocated.Content is { } changed)
        {
            output.Truncate(start);
            WriteEntry(RelocatedFile.Of(file), changed, output, layout);
        }
        else if (size != file.Size)
        {
            var whole = content.ToArray();
            output.Truncate(start);
            WriteEntry(file, whole, output, layout);
        }
        else
        {
            TarHeader.WriteZeros(TarHeader.Padding(size), output);
        }
    }

    private static void WriteEntry(PackFile file, ReadOnlySpan<byte> content, PooledBuffer output, TarLayout layout)
    {
        TarHeader.Write(file, layout.PathOf(file.Path), "", content.Length, output);
        output.Write(content);
        TarHeader.WriteZeros(TarHeader.Padding(content.Length), output);
    }
}
