using System.Security.Cryptography;
using Skein.Hadoop.Hdfs.Encryption;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Hdfs.Encryption;

public sealed class FileCipherTests
{
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(100_000);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(65_537)]
    [InlineData(99_999)]
    public void From_any_place_on_the_bytes_are_those_of_the_whole(int offset)
    {
        // A counter that overflows its lower half right away.
        var iv = Convert.FromHexString("00000000000000FFFFFFFFFFFFFFFFFF");
        var cipher = new FileCipher(new Secret(RandomNumberGenerator.GetBytes(16)), iv);
        var (whole, part) = (new byte[_content.Length], new byte[_content.Length - offset]);
        using (var begin = cipher.At(0))
            begin.Transform(_content, whole);
        using (var middle = cipher.At(offset))
            middle.Transform(_content.AsSpan(offset), part);
        Assert.Equal(whole[offset..], part);
    }

    [Fact]
    public async Task A_reader_that_seeks_reads_what_was_written()
    {
        var cipher = new FileCipher(new Secret(RandomNumberGenerator.GetBytes(32)), RandomNumberGenerator.GetBytes(16));
        var encrypted = (byte[])_content.Clone();
        using (var whole = cipher.At(0))
            whole.Transform(encrypted, encrypted);
        await using var stream = new DecryptingStream("/file", new MemoryStream(encrypted), cipher);
        var part = new byte[100];
        foreach (var position in new[] { 99_000, 0, 100, 33, 70_000 })
        {
            stream.Position = position;
            await stream.ReadExactlyAsync(part, TestContext.Current.CancellationToken);
            Assert.Equal(_content[position..(position + part.Length)], part);
        }
    }
}
