using System.Buffers.Binary;
using System.IO.Compression;

namespace Skein.Packer.Archives;

/// <summary>Compresses pieces of a deflate stream independently of each other.</summary>
internal static class Deflate
{
    private const int GzipHeaderLength = 10;
    private const int GzipTrailerLength = 8;

    /// <summary>The empty last block that ends a stream of pieces.</summary>
    public static ReadOnlySpan<byte> End => [3, 0];

    /// <summary>Compresses a piece, with its checksum.</summary>
    /// <param name="content">The piece.</param>
    /// <param name="level">0 (stored) to 9 (smallest).</param>
    /// <returns>Deflate blocks that end at a byte boundary, none of them marked as the last, and that refer to nothing before them.</returns>
    public static CompressedBlock Compress(ReadOnlySpan<byte> content, int level)
    {
        var buffer = new PooledBuffer((content.Length / 2) + 4096);
        // A gzip member is written, of which the data before the last deflate block are kept, and the checksum, which the compressor
        // computes on the way.
        int end;
        using (var gzip = new GZipStream(buffer, new ZLibCompressionOptions { CompressionLevel = RuntimeLevel(level) }, leaveOpen: true))
        {
            gzip.Write(content);
            gzip.Flush();
            end = (int)buffer.Length;
        }

        // Nothing at all is written for no content.
        if (content.IsEmpty)
            return new CompressedBlock(buffer, 0..0, 0, 0);
        var crc = BinaryPrimitives.ReadUInt32LittleEndian(buffer.Written[^GzipTrailerLength..]);
        return new CompressedBlock(buffer, GzipHeaderLength..end, crc, content.Length);
    }

    // The runtime's compressor reaches at its level 3, in less time, the size that zlib has at its level 4, which is what callers ask for.
    private static int RuntimeLevel(int level) => level == 4 ? 3 : level;
}
