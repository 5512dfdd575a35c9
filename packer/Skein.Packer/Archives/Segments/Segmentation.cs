using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Skein.Packer.Archives.Reading;
using Skein.Packer.Archives.Tar;
using Skein.Packer.Inspection;
using Skein.Packer.Inventory;

namespace Skein.Packer.Archives.Segments;

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

    /// <summary>Cuts all entries and makes results of the stretches, in their order.</summary>
    /// <param name="files">All entries.</param>
    /// <param name="findings">Receives from the consumer, before it asks for the next result, what was learnt with each.</param>
    /// <param name="make">Makes the result of a stretch; called by several threads at once.</param>
    /// <param name="threads">Results that are being made at the same time.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<TResult> MakeAsync<TResult>(
        IReadOnlyList<PackFile> files,
        PackFindings findings,
        Func<Segment, TResult> make,
        int threads,
        [EnumeratorCancellation] CancellationToken cancellation)
        where TResult : class
    {
        await foreach (var result in OrderedWork.RunAsync(Split(files), make, threads, cancellation))
            yield return result;
        foreach (var segment in SplitLate(files, findings))
            yield return make(segment);
    }

    /// <summary>Cuts the entries whose content is known beforehand.</summary>
    public IEnumerable<Segment> Split(IEnumerable<PackFile> files)
    {
        var batch = new List<PackFile>();
        long batchSize = 0;
        foreach (var file in files)
        {
            if (file.Origin is FileOrigin.Late)
                break;
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

    // The entries behind them, all in one.
    private static IEnumerable<Segment> SplitLate(IReadOnlyList<PackFile> files, PackFindings findings)
    {
        var batch = new List<PackFile>();
        foreach (var file in files)
        {
            if (file.Origin is FileOrigin.Late late)
                batch.Add(file with { Origin = new FileOrigin.Memory(late.Make(findings)) });
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
