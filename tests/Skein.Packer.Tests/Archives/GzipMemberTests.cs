using System.IO.Compression;
using Skein.Packer.Archives;

namespace Skein.Packer.Tests.Archives;

public sealed class GzipMemberTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task Blocks_compressed_on_their_own_make_one_valid_member(int level)
    {
        var random = new Random(7);
        var expected = new MemoryStream();
        var output = new MemoryStream();
        var member = new GzipMember(output);
        await member.StartAsync(TestContext.Current.CancellationToken);
        foreach (var size in (int[])[1, 512, 1 << 20, 70_000, 3])
        {
            var content = new byte[size];
            random.NextBytes(content.AsSpan(0, size / 2));
            expected.Write(content);
            using var block = GzipBlock.Compress(content, level);
            await member.AppendAsync(block, TestContext.Current.CancellationToken);
        }

        await member.FinishAsync(TestContext.Current.CancellationToken);

        // The framework's reader accepts several members and does not say so; the trailer covers everything only if there is one.
        Assert.Equal(expected.Length, BitConverter.ToUInt32(output.ToArray().AsSpan(^4..)));
        output.Position = 0;
        var actual = new MemoryStream();
        await using (var gzip = new GZipStream(output, CompressionMode.Decompress))
            await gzip.CopyToAsync(actual, TestContext.Current.CancellationToken);
        Assert.Equal(expected.ToArray(), actual.ToArray());
    }

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
        using var block = GzipBlock.Compress(content, 1);
        return block.Crc;
    }
}
