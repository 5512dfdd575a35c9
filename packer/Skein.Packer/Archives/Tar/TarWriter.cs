using Skein.Packer.Archives.Segments;
using Skein.Packer.Inspection;
using Skein.Packer.Inventory;

namespace Skein.Packer.Archives.Tar;

/// <summary>Writes a tar archive: blocks are made on several threads and written in their order.</summary>
/// <remarks>
/// At most <paramref name="threads"/> blocks are being made and as many again wait to be written, so memory is bounded by about 3 MiB for
/// each thread however large the environment is.
/// </remarks>
/// <param name="output">Receives the archive; need not be seekable.</param>
/// <param name="segmentation">Cuts the archive.</param>
/// <param name="maker">Makes the blocks.</param>
/// <param name="compression">What the blocks are compressed with.</param>
/// <param name="threads">Blocks that are being made at the same time.</param>
internal sealed class TarWriter(
    Stream output, Segmentation segmentation, ITarBlockMaker maker, ITarCompression compression, int threads) : IArchiveWriter
{
    private uint _crc;
    private long _contentLength;
    private long _written;

    public async Task<ArchiveResult> WriteAsync(
        IReadOnlyList<PackFile> files, IProgress<PackProgress>? progress, CancellationToken cancellation)
    {
        var counter = new ProgressCounter(files, progress);
        var findings = new PackFindings();
        await WriteAsync(compression.Start, cancellation);
        await foreach (var block in segmentation.MakeAsync(files, findings, maker.Make, threads, cancellation))
        {
            using (block)
                await AppendAsync(block.Compressed, cancellation);
            findings.Add(block.Findings);
            counter.Advance(block.Segment, _written);
        }

        await FinishAsync(cancellation);
        return new ArchiveResult(_contentLength, _written, findings);
    }

    private async Task AppendAsync(CompressedBlock block, CancellationToken cancellation)
    {
        await WriteAsync(block.Bytes, cancellation);
        _crc = Crc32.Combine(_crc, block.Crc, block.ContentLength);
        _contentLength += block.ContentLength;
    }

    private async Task FinishAsync(CancellationToken cancellation)
    {
        var end = new PooledBuffer(TarEncoder.End.Length);
        end.Write(TarEncoder.End);
        using (var block = compression.Compress(end))
            await AppendAsync(block, cancellation);
        await WriteAsync(compression.End(_crc, _contentLength), cancellation);
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await output.WriteAsync(bytes, cancellation);
        _written += bytes.Length;
    }
}
