using Skein.Packer.Archives.Segments;
using Skein.Packer.Inspection;

namespace Skein.Packer.Archives.Zip;

/// <summary>A segment of a zip archive, ready to be written. <see cref="Dispose"/> gives its memory back.</summary>
/// <param name="Segment">What it was made of.</param>
/// <param name="Bytes">Headers and data.</param>
/// <param name="Entries">
/// What the directory at the end will say of the entries that begin in it, with offsets from the beginning of the segment. That of a
/// <see cref="FilePiece"/> lacks checksum and sizes.
/// </param>
/// <param name="Data">For a <see cref="FilePiece"/>, its checksum and sizes; null for others.</param>
/// <param name="ContentLength">Bytes of content.</param>
/// <param name="Findings">What was learnt of its files.</param>
internal sealed record ZipBlock(
    Segment Segment, PooledBuffer Bytes, IReadOnlyList<ZipEntry> Entries, ZipPieceData? Data, long ContentLength, PackFindings Findings) : IDisposable
{
    public void Dispose() => Bytes.Dispose();
}
