using Skein.Packer.Archives.Segments;
using Skein.Packer.Inspection;
using Skein.Packer.Inventory;

namespace Skein.Packer.Archives.Zip;

/// <summary>Writes a zip archive: entries are made on several threads and written in their order; large files stream.</summary>
/// <param name="output">Receives the archive; need not be seekable.</param>
/// <param name="segmentation">Cuts the archive.</param>
/// <param name="maker">Makes the blocks.</param>
/// <param name="allowLongFields">Whether the extension for large archives (ZIP64) may be used.</param>
/// <param name="threads">Blocks that are being made at the same time.</param>
internal sealed class ZipWriter(
    Stream output, Segmentation segmentation, ZipBlockMaker maker, bool allowLongFields, int threads) : IArchiveWriter
{
    private const int DirectoryChunk = 1 << 16;

    private readonly List<ZipEntry> _entries = [];
    private long _written;

    // The large file that is being written, as far as it is known.
    private ZipEntry? _open;

    public async Task<ArchiveResult> WriteAsync(
        IReadOnlyList<PackFile> files, IProgress<PackProgress>? progress, CancellationToken cancellation)
    {
        var counter = new ProgressCounter(files, progress);
        var findings = new PackFindings();
        long contentLength = 0;
        await foreach (var block in segmentation.MakeAsync(files, findings, maker.Make, threads, cancellation))
        {
            using (block)
                await AppendAsync(block, cancellation);
            contentLength += block.ContentLength;
            findings.Add(block.Findings);
            counter.Advance(block.Segment, _written);
        }

        await FinishAsync(cancellation);
        return new ArchiveResult(contentLength, _written, findings);
    }

    private async Task AppendAsync(ZipBlock block, CancellationToken cancellation)
    {
        foreach (var entry in block.Entries)
        {
            var placed = entry with { Offset = _written + entry.Offset };
            if (placed.HasDescriptor)
                _open = placed;
            else
                _entries.Add(placed);
        }

        await WriteAsync(block.Bytes.WrittenMemory, cancellation);
        if (block.Data is not { } data || _open == null)
            return;
        _open = _open with
        {
            Crc = Crc32.Combine(_open.Crc, data.Crc, data.Size),
            Size = _open.Size + data.Size,
            CompressedSize = _open.CompressedSize + data.CompressedSize,
        };
        if (block.Segment is not FilePiece { IsLast: true })
            return;
        using var descriptor = new PooledBuffer(32);
        ZipFormat.WriteDescriptor(_open, descriptor);
        await WriteAsync(descriptor.WrittenMemory, cancellation);
        _entries.Add(_open);
        _open = null;
    }

    private async Task FinishAsync(CancellationToken cancellation)
    {
        var start = _written;
        using var chunk = new PooledBuffer(2 * DirectoryChunk);
        foreach (var entry in _entries)
        {
            ZipFormat.WriteCentral(entry, chunk);
            if (chunk.Length < DirectoryChunk)
                continue;
            await WriteAsync(chunk.WrittenMemory, cancellation);
            chunk.Truncate(0);
        }

        await WriteAsync(chunk.WrittenMemory, cancellation);
        chunk.Truncate(0);
        ZipFormat.WriteEnd(_entries.Count, start, _written - start, chunk);
        if (!allowLongFields && ZipFormat.NeedsLongEnd(_entries.Count, start, _written - start))
            throw new PackException($"The zip archive has {_written} bytes, more than fit into one without ZIP64; leave --no-zip-64 out, or write a tar archive");
        await WriteAsync(chunk.WrittenMemory, cancellation);
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await output.WriteAsync(bytes, cancellation);
        _written += bytes.Length;
    }
}
