using System.Buffers.Binary;

namespace Skein.Packer.Archives.Tar;

/// <summary>A tar archive in one gzip member, made of blocks that were compressed independently of each other.</summary>
/// <param name="level">0 (stored) to 9 (smallest).</param>
internal sealed class GzippedTar(int level) : ITarCompression
{
    //   1f 8b   8 deflate   flags 0   time 0 0 0 0   extra flags 0   system 3 Unix
    //   *( deflate blocks )   03 00 an empty last block
    //   CRC-32 of the content   length of the content modulo 2^32
    private static readonly byte[] Header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];

    public ReadOnlyMemory<byte> Start => Header;

    public CompressedBlock Compress(PooledBuffer content)
    {
        using (content)
            return Deflate.Compress(content.Written, level);
    }

    public ReadOnlyMemory<byte> End(uint crc, long length)
    {
        var end = new byte[10];
        Deflate.End.CopyTo(end);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(2), crc);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(6), unchecked((uint)length));
        return end;
    }
}
