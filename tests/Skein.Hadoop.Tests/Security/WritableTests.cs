using Skein.Hadoop.Security;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Hadoop.Tests.Security;

public sealed class WritableTests
{
    [Fact]
    public void Numbers_are_written_and_read_as_java_does()
    {
        var pairs = GoldenFile.Open("encodings").Root.GetProperty("vlong").EnumerateArray().ToArray();
        Assert.Equal(20, pairs.Length);
        foreach (var pair in pairs)
        {
            var value = pair[0].GetInt64();
            var bytes = Convert.FromHexString(pair[1].GetString()!);
            var writer = new WritableWriter();
            writer.WriteVLong(value);
            Assert.Equal(bytes, writer.Written);

            var reader = new WritableReader(bytes);
            Assert.Equal(value, reader.ReadVLong());
            Assert.Equal(0, reader.Remaining);
        }
    }

    [Fact]
    public void Tokens_as_text_are_those_of_java()
    {
        var texts = GoldenFile.Open("encodings").Root.GetProperty("urlString").EnumerateArray().Select(pair => pair[1].GetString()!).ToArray();
        var real = Credentials.Read(GoldenFile.ReadBytes("credentials-v0.bin"));
        Assert.Equal(texts[0], real.Tokens[""].ToUrlString());
        Assert.Equal(texts[1], real.Tokens["hdfs alias"].ToUrlString());
        Assert.Equal(texts[2], new Token(new byte[] { 0xFB, 0xFF, 0xFE }, new Secret(new byte[] { 0xFF }), "K", "S").ToUrlString());
        Assert.All(texts, text => Assert.Equal(text, Token.FromUrlString(text).ToUrlString()));
        Assert.Equal(real.Tokens["hdfs alias"], Token.FromUrlString(texts[1]));
    }

    [Theory]
    [InlineData("!!")]
    [InlineData("")]
    [InlineData("A_v__gH_AUsB")]
    [InlineData("A_v__gH_AUsBU1M")]
    public void Broken_tokens_are_refused(string text) => Assert.Throws<InvalidDataException>(() => Token.FromUrlString(text));

    [Fact]
    public void Text_that_is_not_utf8_is_refused() =>
        Assert.Throws<InvalidDataException>(() => new WritableReader([1, 0xFF]).ReadText());

    [Theory]
    [InlineData("8c7fffffff")]
    [InlineData("8480000000")]
    [InlineData("ff")]
    [InlineData("05")]
    [InlineData("8f")]
    public void Lengths_beyond_the_bytes_at_hand_are_refused(string hex) =>
        Assert.Throws<InvalidDataException>(() => new WritableReader(Convert.FromHexString(hex)).ReadBytes().Length);

    [Fact]
    public void An_hdfs_token_tells_its_owner()
    {
        var golden = GoldenFile.Open("token-identifiers").Root.GetProperty("HdfsDelegationToken");
        var reader = new WritableReader(Convert.FromHexString(golden.GetProperty("identifier").GetString()!));
        Assert.Equal(0, reader.ReadByte());
        Assert.Equal("alice", reader.ReadText());
        Assert.Equal("yarn", reader.ReadText());
        Assert.Equal("testuser@EXAMPLE.COM", reader.ReadText());
        Assert.Equal(1795225133255, reader.ReadVLong());
        Assert.Equal(1795829933255, reader.ReadVLong());
        Assert.Equal(1, reader.ReadVInt());
        Assert.Equal(2, reader.ReadVInt());
        Assert.Equal(0, reader.Remaining);
    }
}
