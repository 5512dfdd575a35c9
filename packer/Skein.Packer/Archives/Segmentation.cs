using System.Numerics;
using System.Runtime.InteropServices;
using Skein.Packer.Inventory;

namespace Skein.Packer.Archives;

/// <summary>Cuts an archive-to-be into stretches of about <see cref="SegmentSize"/>.</summary>
/// <remarks>
/// Where it is cut, the paths and sizes next to the cut decide, not all that comes before it: a file that is added, removed or changed
/// moves the cuts in its neighbourhood only, and the stretches elsewhere stay what they were.
/// </remarks>
/// <param name="reader">Looks through large files, which may have to be rewritten before they are packed in pieces.</param>
internal sealed class Segmentation(EntryReader reader)
{
    /// <summary>Bytes; a balance of compression, which restarts with each segment, and the memory of segments on their way.</summary>
    public const int SegmentSize = 1 << 20;

    private const int LargeFileSize = SegmentSize / 2;

    // No cut before the smallest size; then one in so many bytes on average, at the latest at the largest size.
    private const int MinSize = SegmentSize / 2;
    private const int MeanRest = SegmentSize / 2;
    private const int MaxSize = SegmentSize * 3 / 2;

    public IEnumerable<Segment> Split(IEnumerable<PackFile> files)
    {
        var batch = new List<PackFile>();
        long batchSize = 0;
        foreach (var file in files)
        {
            var isLarge = file.Kind == PackFileKind.Regular && file.Content == null && file.Size > LargeFileSize;
            var size = TarHeader.BlockSize + file.Size + TarHeader.Padding(file.Size);
            if (batch.Count > 0 && (isLarge || batchSize + size > MaxSize))
            {
                yield return new FileBatch(batch);
                batch = [];
                batchSize = 0;
            }

            if (isLarge)
            {
                foreach (var piece in Pieces(file))
                    yield return piece;
                continue;
            }

            batch.Add(file);
            batchSize += size;
            if (batchSize >= MinSize && IsCutAfter(file, size))
            {
                yield return new FileBatch(batch);
                batch = [];
                batchSize = 0;
            }
        }

        if (batch.Count > 0)
            yield return new FileBatch(batch);
    }

    // By chance, but the same each time: the larger the file, the more probable.
    private static bool IsCutAfter(PackFile file, long size)
    {
        var hash = 0u;
        foreach (var character in MemoryMarshal.Cast<char, ushort>(file.Path))
            hash = BitOperations.Crc32C(hash, character);
        return (ulong)hash * MeanRest < (ulong)size << 32;
    }

    private IEnumerable<FilePiece> Pieces(PackFile listed)
    {
        var file = new LargeFile(listed, reader);
        var count = checked((int)((listed.Size + SegmentSize - 1) / SegmentSize));
        for (var index = 0; index < count; index++)
            yield return new FilePiece(file, index, count);
    }
}
