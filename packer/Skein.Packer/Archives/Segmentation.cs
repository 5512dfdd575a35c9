using Skein.Packer.Inspection;
using Skein.Packer.Inventory;

namespace Skein.Packer.Archives;

/// <summary>Cuts an archive-to-be into stretches of about <see cref="SegmentSize"/>.</summary>
/// <param name="reader">Looks through large files, which may have to be rewritten before they are cut.</param>
internal sealed class Segmentation(EntryReader reader)
{
    /// <summary>Bytes; a balance of compression, which restarts with each segment, and the memory of segments on their way.</summary>
    public const int SegmentSize = 1 << 20;

    private const int LargeFile = SegmentSize / 2;

    public IEnumerable<Segment> Split(IEnumerable<PackFile> files)
    {
        var batch = new List<PackFile>();
        long batchSize = 0;
        foreach (var file in files)
        {
            var isLarge = file.Kind == PackFileKind.Regular && file.Content == null && file.Size > LargeFile;
            var size = TarHeader.BlockSize + file.Size + TarHeader.Padding(file.Size);
            if (batch.Count > 0 && (isLarge || batchSize + size > SegmentSize))
            {
                yield return new FileBatch(batch);
                batch = [];
                batchSize = 0;
            }

            if (isLarge)
            {
                foreach (var piece in Pieces(file))
                    yield return piece;
            }
            else
            {
                batch.Add(file);
                batchSize += size;
            }
        }

        if (batch.Count > 0)
            yield return new FileBatch(batch);
    }

    private IEnumerable<FilePiece> Pieces(PackFile file)
    {
        var findings = new PackFindings();
        file = reader.Examine(file, findings, out var content);
        for (long offset = 0; offset < file.Size; offset += SegmentSize)
        {
            var length = (int)Math.Min(SegmentSize, file.Size - offset);
            yield return new FilePiece(file, content, offset, length, offset == 0 ? findings : null);
        }
    }
}
