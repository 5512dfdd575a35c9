using Skein.Packer.Archives.Reading;
using Skein.Packer.Archives.Segments;
using Skein.Packer.Inspection;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Archives.Tar;

/// <summary>Turns segments into the bytes of a tar archive. Used by several threads at once.</summary>
/// <param name="layout">Where entries lie in the archive.</param>
/// <param name="relocation">Says what links become.</param>
/// <param name="reader">Reads files as they are packed.</param>
internal sealed class TarEncoder(ArchiveLayout layout, IRelocation relocation, EntryReader reader)
{
    /// <summary>Zeros that end an archive: two blocks.</summary>
    public static readonly byte[] End = new byte[2 * TarHeader.BlockSize];

    /// <summary>Appends the bytes of a segment.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="output">Receives them.</param>
    /// <param name="findings">Receives what is learnt of its files.</param>
    public void Encode(Segment segment, PooledBuffer output, PackFindings findings)
    {
        switch (segment)
        {
            case FileBatch batch:
                foreach (var file in batch.Files)
                    EncodeEntry(file, output, findings);
                break;
            case FilePiece piece:
                EncodePiece(piece, output, findings);
                break;
        }
    }

    private void EncodeEntry(PackFile file, PooledBuffer output, PackFindings findings)
    {
        if (file.Kind != PackFileKind.Regular)
        {
            TarHeader.Write(file, layout.PathOf(file.Path), LinkOf(file), 0, output);
            return;
        }
        // Read to where it belongs behind the header, which is written again if the file turns out to be another than was listed.
        var start = (int)output.Length;
        TarHeader.Write(file, layout.PathOf(file.Path), "", file.Size, output);
        var packed = reader.ReadInto(file, output, findings);
        if (packed.Size != file.Size || packed.Modified != file.Modified)
        {
            var content = output.Slice((int)(output.Length - packed.Size), (int)packed.Size).ToArray();
            output.Truncate(start);
            TarHeader.Write(packed, layout.PathOf(packed.Path), "", packed.Size, output);
            output.Write(content);
        }

        TarHeader.WriteZeros(TarHeader.Padding(packed.Size), output);
    }

    private void EncodePiece(FilePiece piece, PooledBuffer output, PackFindings findings)
    {
        if (piece.Findings != null)
            findings.Add(piece.Findings);
        if (piece.IsFirst)
            TarHeader.Write(piece.File, layout.PathOf(piece.File.Path), "", piece.File.Size, output);
        piece.ReadInto(output);
        if (piece.IsLast)
            TarHeader.WriteZeros(TarHeader.Padding(piece.File.Size), output);
    }

    private string LinkOf(PackFile file) => file.Kind switch
    {
        PackFileKind.SymbolicLink => relocation.RelocateLink(file),
        PackFileKind.HardLink => layout.PathOf(file.LinkTarget),
        _ => "",
    };
}
