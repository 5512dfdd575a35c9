using Skein.Packer.Archives;

namespace Skein.Packer.Tests.Archives;

public sealed class Crc32Tests
{
    [Theory]
    // CRC-32 of "123456789" is cbf43926: the check value of the polynomial.
    [InlineData(0x9be3e0a3, 0x131da070, 5, 0xcbf43926)]
    public void Checksums_of_pieces_join(uint first, uint second, int length, uint expected)
    {
        Assert.Equal(first, Crc32.Of("1234"u8));
        Assert.Equal(second, Crc32.Of("56789"u8));
        Assert.Equal(expected, Crc32.Combine(first, second, length));
    }

    // The runtime's compressor brings the checksum along.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public void A_compressed_piece_has_its_checksum(int level)
    {
        using var block = Deflate.Compress("123456789"u8, level);
        Assert.Equal(0xcbf43926, block.Crc);
    }

    [Fact]
    public void Joining_an_empty_piece_changes_nothing() => Assert.Equal(0x1234_5678u, Crc32.Combine(0x1234_5678, 0, 0));
}
