using System.Buffers.Binary;
using System.IO.Compression;
using Skein.Packer.Archives.Deflating;

namespace Skein.Packer.Archives;

/// <summary>Compresses pieces of a deflate stream independently of each other.</summary>
internal static class Deflate
{
    private const int GzipHeaderLength = 10;
    private const int GzipTrailerLength = 8;

    // Our own encoder is faster than the runtime's levels 2 to 4 and smaller than its levels 2 and 3.
    private const int FirstOwnLevel = 2;
    private const int LastOwnLevel = 4;

    /// <summary>The empty last block that ends a stream of pieces.</summary>
    public static ReadOnlySpan<byte> End => [3, 0];

    /// <summary>Compresses a piece, with its checksum.</summary>
    /// <param name="content">The piece.</param>
    /// <param name="level">0 (stored) to 9 (smallest).</param>
    /// <returns>Deflate blocks that end at a byte boundary, none of them marked as the last, and that refer to nothing before them.</returns>
    public static CompressedBlock Compress(ReadOnlySpan<byte> content, int level)
    {
        var buffer = new PooledBuffer((content.Length / 2) + 4096);
        if (content.IsEmpty)
            return new CompressedBlock(buffer, 0..0, 0, 0);
        if (level is >= FirstOwnLevel and <= LastOwnLevel)
        {
            DeflateEncoder.OfThread.Encode(content, buffer);
            return new CompressedBlock(buffer, 0..(int)buffer.Length, Crc32.Of(content), content.Length);
        }

        // A gzip member is written, of which the data before the last deflate block are kept, and the checksum, which the compressor
        // computes on the way.
        int end;
        using (var gzip = new GZipStream(buffer, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
        {
            gzip.Write(content);
            gzip.Flush();
            end = (int)buffer.Length;
        }

        var crc = BinaryPrimitives.ReadUInt32LittleEndian(buffer.Written[^GzipTrailerLength..]);
        return new CompressedBlock(buffer, GzipHeaderLength..end, crc, content.Length);
    }
}
