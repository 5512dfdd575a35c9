using System.Buffers.Binary;
using System.IO.Compression;

namespace Skein.Packer.Archives;

/// <summary>A piece of a gzip member that was compressed on its own. <see cref="Dispose"/> gives its memory back.</summary>
internal sealed class GzipBlock : IDisposable
{
    private const int HeaderLength = 10;
    private const int TrailerLength = 8;

    private readonly PooledBuffer _buffer;
    private readonly int _end;

    private GzipBlock(PooledBuffer buffer, int end, uint crc, int length)
    {
        _buffer = buffer;
        _end = end;
        Crc = crc;
        Length = length;
    }

    /// <summary>Deflate blocks that end at a byte boundary, none of them marked as the last, and that refer to nothing before them.</summary>
    public ReadOnlyMemory<byte> Deflated => _buffer.WrittenMemory[HeaderLength.._end];

    /// <summary>CRC-32 of the uncompressed bytes.</summary>
    public uint Crc { get; }

    /// <summary>Uncompressed bytes.</summary>
    public int Length { get; }

    public static GzipBlock Compress(ReadOnlySpan<byte> content, int level)
    {
        var buffer = new PooledBuffer((content.Length / 2) + 4096);
        // A member of its own is written, of which the data before the last deflate block are kept, and the checksum, which the
        // compressor computes on the way.
        int end;
        using (var gzip = new GZipStream(buffer, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
        {
            gzip.Write(content);
            gzip.Flush();
            end = (int)buffer.Length;
        }

        var crc = BinaryPrimitives.ReadUInt32LittleEndian(buffer.Written[^TrailerLength..]);
        return new GzipBlock(buffer, end, crc, content.Length);
    }

    public void Dispose() => _buffer.Dispose();
}
