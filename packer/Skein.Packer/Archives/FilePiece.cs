using Skein.Packer.Inspection;
using Skein.Packer.Inventory;

namespace Skein.Packer.Archives;

/// <summary>A part of a large file; the parts of one file follow each other.</summary>
/// <param name="file">The file, with the size and time it has in the archive.</param>
/// <param name="content">Its content if it was rewritten; null to read it from the disk.</param>
/// <param name="offset">Where the part begins.</param>
/// <param name="length">Bytes of the part.</param>
/// <param name="findings">What was learnt of the file, with its first part; null for the others.</param>
internal sealed class FilePiece(PackFile file, byte[]? content, long offset, int length, PackFindings? findings) : Segment
{
    public PackFile File => file;

    public long Offset => offset;

    public int Length => length;

    public PackFindings? Findings => findings;

    public bool IsFirst => offset == 0;

    public bool IsLast => offset + length == file.Size;

    public override int EntryCount => IsLast ? 1 : 0;

    public override long Size => length;

    public override string LastPath => file.Path;

    /// <summary>Appends the bytes of the part.</summary>
    /// <exception cref="IOException">The file has become shorter.</exception>
    public void ReadInto(PooledBuffer output)
    {
        if (content != null)
            output.Write(content.AsSpan((int)offset, length));
        else
            FileContent.ReadInto(file, offset, length, output);
    }
}
