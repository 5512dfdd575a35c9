using Skein.Packer.Archives;

namespace Skein.Packer.Tests.Archives;

public sealed class Crc32Tests
{
    [Theory]
    // CRC-32 of "123456789" is cbf43926: the check value of the polynomial.
    [InlineData(0x9be3e0a3, 0x131da070, 5, 0xcbf43926)]
    public void Checksums_of_pieces_join(uint first, uint second, int length, uint expected)
    {
        Assert.Equal(first, CrcOf("1234"u8));
        Assert.Equal(second, CrcOf("56789"u8));
        Assert.Equal(expected, Crc32.Combine(first, second, length));
    }

    [Fact]
    public void Joining_an_empty_piece_changes_nothing() => Assert.Equal(0x1234_5678u, Crc32.Combine(0x1234_5678, 0, 0));

    private static uint CrcOf(ReadOnlySpan<byte> content)
    {
        using var block = Deflate.Compress(content, 1);
        return block.Crc;
    }
}
