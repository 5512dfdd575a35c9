using System.Text;
using Skein.Packer.Archives.Reading;
using Skein.Packer.Archives.Segments;
using Skein.Packer.Inspection;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Archives.Zip;

/// <summary>Reads, rewrites and compresses the files of a segment of a zip archive. Used by several threads at once.</summary>
/// <param name="layout">Where entries lie in the archive.</param>
/// <param name="relocation">Says what links become.</param>
/// <param name="reader">Reads files as they are packed.</param>
/// <param name="level">0 (stored) to 9 (smallest).</param>
internal sealed class ZipBlockMaker(ArchiveLayout layout, IRelocation relocation, EntryReader reader, int level)
{
    // What deflate adds to content that can not be compressed: less than this part of it.
    private const int WorstGrowth = 1000;

    public ZipBlock Make(Segment segment)
    {
        var output = new PooledBuffer(Segmentation.SegmentSize);
        try
        {
            return segment switch
            {
                FileBatch batch => MakeBatch(batch, output),
                FilePiece piece => MakePiece(piece, output),
                _ => throw new ArgumentException($"There is no way to write a {segment.GetType().Name}", nameof(segment)),
            };
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    private ZipBlock MakeBatch(FileBatch batch, PooledBuffer output)
    {
        using var content = new PooledBuffer(Segmentation.SegmentSize);
        var findings = new PackFindings();
        var entries = new List<ZipEntry>(batch.Files.Count);
        long contentLength = 0;
        foreach (var file in batch.Files)
        {
            content.Truncate(0);
            var packed = file;
            if (file.Kind == PackFileKind.Regular)
                packed = reader.ReadInto(file, content, findings);
            else if (file.Kind == PackFileKind.SymbolicLink)
                content.Write(Encoding.UTF8.GetBytes(relocation.RelocateLink(file)));
            entries.Add(WriteEntry(packed, content.Written, output));
            contentLength += content.Length;
        }

        return new ZipBlock(batch, output, entries, null, contentLength, findings);
    }

    private ZipEntry WriteEntry(PackFile file, ReadOnlySpan<byte> content, PooledBuffer output)
    {
        using var block = Deflate.Compress(content, level);
        var deflated = block.Bytes.Length + Deflate.End.Length;
        // Links are never deflated: readers make a link of the data as they are.
        var isDeflated = file.Kind == PackFileKind.Regular && deflated < content.Length;
        var entry = EntryOf(file) with
        {
            IsDeflated = isDeflated,
            Crc = block.Crc,
            Size = content.Length,
            CompressedSize = isDeflated ? deflated : content.Length,
            Offset = output.Length,
        };
        ZipFormat.WriteLocal(entry, output);
        if (isDeflated)
        {
            output.Write(block.Bytes.Span);
            output.Write(Deflate.End);
        }
        else
        {
            output.Write(content);
        }

        return entry;
    }

    private ZipBlock MakePiece(FilePiece piece, PooledBuffer output)
    {
        ZipEntry[] entries = [];
        if (piece.IsFirst)
        {
            entries = [EntryOf(piece.File) with { IsDeflated = true, HasDescriptor = true, HasLongDescriptor = MayNeedLongFields(piece.File.Size) }];
            ZipFormat.WriteLocal(entries[0], output);
        }

        using var content = new PooledBuffer(piece.Length);
        piece.ReadInto(content);
        using var block = Deflate.Compress(content.Written, level);
        var start = (int)output.Length;
        output.Write(block.Bytes.Span);
        if (piece.IsLast)
            output.Write(Deflate.End);
        var data = new ZipPieceData(block.Crc, (int)output.Length - start, piece.Length);
        return new ZipBlock(piece, output, entries, data, piece.Length, piece.Findings ?? new PackFindings());
    }

    /// <summary>Whether an entry may not fit into short fields, which has to be decided before it is compressed.</summary>
    public static bool MayNeedLongFields(long size) => size + (size / WorstGrowth) > ZipFormat.MaxShort;

    private ZipEntry EntryOf(PackFile file) => new()
    {
        Name = Encoding.UTF8.GetBytes(layout.PathOf(file.Path) + (file.Kind == PackFileKind.Directory ? "/" : "")),
        Kind = file.Kind,
        Mode = file.Kind == PackFileKind.SymbolicLink ? 0b111_111_111 : file.Mode,
        Modified = file.Modified,
    };
}
