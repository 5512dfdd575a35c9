using Skein.Packer.Inspection;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Archives;

/// <summary>Cuts an archive-to-be into stretches of about <see cref="SegmentSize"/>.</summary>
/// <param name="relocation">Says which large files have to be rewritten.</param>
/// <param name="findings">Receives what is learnt of large files.</param>
internal sealed class TarSegmentation(IRelocation relocation, PackFindings findings)
{
    /// <summary>Bytes; a balance of compression, which restarts with each segment, and the memory of segments on their way.</summary>
    public const int SegmentSize = 1 << 20;

    private const int LargeFile = SegmentSize / 2;

    // Longer than any path, so that a path across the border of two windows is whole in the second.
    private const int WindowOverlap = 8192;

    public IEnumerable<TarSegment> Split(IEnumerable<PackFile> files)
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
        yield return new ArchiveEnd();
    }

    private IEnumerable<FilePiece> Pieces(PackFile file)
    {
        byte[]? content = null;
        if (MayChange(file))
        {
            var original = File.ReadAllBytes(file.Source);
            var relocated = relocation.Relocate(file, original);
            if (relocated.StaysAbsolute is { } reason)
                findings.StaysAbsolute.Add(new PackNote(file.Path, reason));
            content = relocated.Content;
            if (content != null)
                file = RelocatedFile.Of(file) with { Size = content.Length };
        }

        for (long offset = 0; offset < file.Size; offset += SegmentSize)
            yield return new FilePiece(file, content, offset, (int)Math.Min(SegmentSize, file.Size - offset));
    }

    private bool MayChange(PackFile file)
    {
        using var window = new PooledBuffer(SegmentSize + WindowOverlap);
        for (long offset = 0; offset < file.Size; offset += SegmentSize)
        {
            window.Truncate(0);
            FileContent.ReadInto(file, offset, (int)Math.Min(SegmentSize + WindowOverlap, file.Size - offset), window);
            if (relocation.MayChange(file, window.Written))
                return true;
        }

        return false;
    }
}
