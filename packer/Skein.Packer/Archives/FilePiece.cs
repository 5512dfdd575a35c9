using Skein.Packer.Inspection;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Archives;

/// <summary>A part of a large file: the first brings the header, the last the padding.</summary>
/// <param name="file">The file, with the size it has in the archive.</param>
/// <param name="content">Its content if it was rewritten; null to read it from the disk.</param>
/// <param name="offset">Where the part begins.</param>
/// <param name="length">Bytes of the part.</param>
internal sealed class FilePiece(PackFile file, byte[]? content, long offset, int length) : TarSegment
{
    private bool IsLast => offset + length == file.Size;

    public override int Files => IsLast ? 1 : 0;

    public override void WriteTo(PooledBuffer output, TarLayout layout, IRelocation relocation, PackFindings findings)
    {
        if (offset == 0)
            TarHeader.Write(file, layout.PathOf(file.Path), "", file.Size, output);
        if (content != null)
            output.Write(content.AsSpan((int)offset, length));
        else
            FileContent.ReadInto(file, offset, length, output);
        if (IsLast)
            TarHeader.WriteZeros(TarHeader.Padding(file.Size), output);
    }
}
