using System.IO.Compression;
using Skein.Packer.Archives;
using Skein.Packer.Archives.Tar;

namespace Skein.Packer.Tests.Archives.Tar;

public sealed class GzippedTarTests
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
        var gzip = new GzippedTar(level);
        output.Write(gzip.Start.Span);
        uint crc = 0;
        foreach (var size in (int[])[1, 512, 1 << 20, 70_000, 3])
        {
            var content = new byte[size];
            random.NextBytes(content.AsSpan(0, size / 2));
            expected.Write(content);
            var buffer = new PooledBuffer(size);
            buffer.Write(content);
            using var block = gzip.Compress(buffer);
            output.Write(block.Bytes.Span);
            crc = Crc32.Combine(crc, block.Crc, block.ContentLength);
        }

        output.Write(gzip.End(crc, expected.Length).Span);

        // The framework's reader accepts several members and does not say so; the trailer covers everything only if there is one.
        Assert.Equal(expected.Length, BitConverter.ToUInt32(output.ToArray().AsSpan(^4..)));
        output.Position = 0;
        var actual = new MemoryStream();
        await using (var reader = new GZipStream(output, CompressionMode.Decompress))
            await reader.CopyToAsync(actual, TestContext.Current.CancellationToken);
        Assert.Equal(expected.ToArray(), actual.ToArray());
    }
}
