using Skein.Packer.Inspection;
using Skein.Packer.Inventory;

namespace Skein.Packer.Archives.Segments;

/// <summary>A part of a large file; the parts of one file follow each other and are of equal size.</summary>
/// <remarks>
/// How many there are, the listed size decides; what they hold, the file that is packed, whose size may be another. That is known once
/// the file was looked through, which asking for <see cref="File"/>, <see cref="Offset"/> or <see cref="Length"/> brings about.
/// </remarks>
/// <param name="file">The file.</param>
/// <param name="index">The number of the part, from 0.</param>
/// <param name="count">Parts of the file.</param>
internal sealed class FilePiece(LargeFile file, int index, int count) : Segment
{
    /// <summary>The file as it was listed.</summary>
    public PackFile Listed => file.Listed;

    public int Index => index;

    public int Count => count;

    /// <summary>The file with the size and time it has in the archive.</summary>
    public PackFile File => file.Examined.Packed;

    /// <summary>Where the part begins.</summary>
    public long Offset => StartOf(index);

    /// <summary>Bytes of the part.</summary>
    public int Length => checked((int)(StartOf(index + 1) - StartOf(index)));

    /// <summary>What was learnt of the file, with its first part; null for the others.</summary>
    public PackFindings? Findings => IsFirst ? file.Examined.Findings : null;

    public bool IsFirst => index == 0;

    public bool IsLast => index == count - 1;

    public override int EntryCount => IsLast ? 1 : 0;

    public override long Size => file.Listed.Size / count;

    public override string LastPath => file.Listed.Path;

    /// <summary>Appends the bytes of the part.</summary>
    /// <exception cref="IOException">The file can not be read, or is not what it was when it was listed.</exception>
    public void ReadInto(PooledBuffer output) => file.ReadInto(Offset, Length, output);

    private long StartOf(int piece) => (long)((Int128)File.Size * piece / count);
}
