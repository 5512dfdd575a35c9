using System.IO.Compression;
using System.Text;
using Skein.Packer.Archives;
using Skein.Packer.Archives.Deflating;

namespace Skein.Packer.Tests.Archives.Deflating;

public sealed class DeflateEncoderTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 300)];

    public static TheoryData<int> Lengths => [1, 2, 7, 8, 9, 10, 17, 257, 258, 259, 300, 65_535, 65_536, 131_072, 131_073, RecentPlaces.MaxContent, RecentPlaces.MaxContent + 1, 5_000_000];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Content_of_any_kind_comes_back(int seed)
    {
        var content = RandomContent(new Random(seed));
        Assert.Equal(content, Decode(Encode(new DeflateEncoder(), content)));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Content_of_any_length_comes_back(int length)
    {
        var zeros = new byte[length];
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        var encoder = new DeflateEncoder();
        Assert.Equal(zeros, Decode(Encode(encoder, zeros)));
        Assert.Equal(noise, Decode(Encode(encoder, noise)));
    }

    [Fact]
    public void What_an_encoder_has_encoded_before_changes_nothing()
    {
        var random = new Random(1);
        var used = new DeflateEncoder();
        for (var i = 0; i < 200; i++)
        {
            var content = RandomContent(random);
            Assert.Equal(Encode(new DeflateEncoder(), content), Encode(used, content));
        }
    }

    [Fact]
    public void Pieces_one_after_the_other_are_one_stream()
    {
        var random = new Random(2);
        using var joined = new PooledBuffer(1024);
        var expected = new List<byte>();
        for (var i = 0; i < 20; i++)
        {
            var content = RandomContent(random);
            new DeflateEncoder().Encode(content, joined);
            expected.AddRange(content);
        }

        Assert.Equal(expected.ToArray(), Decode(joined.Written.ToArray()));
    }

    [Fact]
    public void Noise_grows_by_the_heads_of_stored_blocks_alone()
    {
        var noise = new byte[1 << 20];
        new Random(3).NextBytes(noise);
        Assert.InRange(Encode(new DeflateEncoder(), noise).Length, noise.Length, noise.Length + 200);
    }

    [Fact]
    public void A_short_text_costs_no_codes_of_its_own() =>
        Assert.InRange(Encode(new DeflateEncoder(), "__version__ = '1.0.0'\n"u8.ToArray()).Length, 1, 32);

    [Fact]
    public void Text_is_within_three_hundredths_of_zlib()
    {
        var text = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 40_000).Select(
            i => $"def function_{i * 7919 % 10_007}(argument_{i % 13}, other={i}):  # {i * i % 1009}\n    return argument_{i % 13} + {i % 97}")));
        using var expected = new MemoryStream();
        using (var zlib = new DeflateStream(expected, new ZLibCompressionOptions { CompressionLevel = 4 }, leaveOpen: true))
            zlib.Write(text);
        Assert.InRange(Encode(new DeflateEncoder(), text).Length, 1, expected.Length * 103 / 100);
    }

    private static byte[] Encode(DeflateEncoder encoder, byte[] content)
    {
        using var output = new PooledBuffer(16);
        encoder.Encode(content, output);
        return output.Written.ToArray();
    }

    // Reads on behind the end of what was encoded would fail: there is nothing but the last block.
    private static byte[] Decode(byte[] blocks)
    {
        using var input = new MemoryStream([.. blocks, .. Deflate.End]);
        using var inflate = new DeflateStream(input, CompressionMode.Decompress);
        using var output = new MemoryStream();
        inflate.CopyTo(output);
        return output.ToArray();
    }

    // Stretches of noise, of few different bytes, of one byte, and of copies from near and far.
    private static byte[] RandomContent(Random random)
    {
        var content = new byte[random.Next(random.Next(4) switch { 0 => 40, 1 => 5_000, 2 => 100_000, _ => 400_000 })];
        for (var at = 0; at < content.Length;)
        {
            var stretch = content.AsSpan(at, Math.Min(content.Length - at, random.Next(1, random.Next(2) == 0 ? 20 : 3_000)));
            switch (random.Next(5))
            {
                case 0:
                    random.NextBytes(stretch);
                    break;
                case 1:
                    stretch.Fill((byte)random.Next(256));
                    break;
                case 2:
                    random.GetItems("abcdefgh"u8, stretch);
                    break;
                default:
                    var distance = at == 0 ? 0 : random.Next(1, Math.Min(at, random.Next(2) == 0 ? 300 : 70_000) + 1);
                    for (var i = 0; i < stretch.Length; i++)
                        stretch[i] = distance == 0 ? (byte)'x' : content[at + i - distance];
                    break;
            }

            at += stretch.Length;
        }

        return content;
    }
}
