using FsCheck;
using FsCheck.Fluent;
using Skein.Specification;

namespace Skein.Tests.Specification;

public sealed class FileUrlTests
{
    [Theory]
    [InlineData("hdfs://nn:8020/a/b", "hdfs", "nn", 8020, "/a/b")]
    [InlineData("hdfs://nn/a", "hdfs", "nn", 0, "/a")]
    [InlineData("hdfs://nn:0/a", "hdfs", "nn", 0, "/a")]
    [InlineData("hdfs://nn:/a", "hdfs", "nn", 0, "/a")]
    [InlineData("hdfs:///a", "hdfs", "", 0, "/a")]
    [InlineData("hdfs://nn", "hdfs", "nn", 0, "")]
    [InlineData("file:/a#b?c%20d", "file", "", 0, "/a#b?c%20d")]
    [InlineData("hdfs://[::1]:9000/a", "hdfs", "[::1]", 9000, "/a")]
    [InlineData("hdfs://[::1]/a", "hdfs", "[::1]", 0, "/a")]
    [InlineData("wasb://c@a.net/x", "wasb", "c@a.net", 0, "/x")]
    public void An_address_has_four_parts(string text, string scheme, string host, int port, string path) =>
        Assert.Equal(new FileUrl(scheme, host, port, path), FileUrl.Parse(text));

    [Fact]
    public void The_host_keeps_its_case_for_nameservices() =>
        Assert.Equal("NameService1", FileUrl.Parse("hdfs://NameService1/a").Host);

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a")]
    [InlineData("a:b")]
    [InlineData(":/a")]
    [InlineData("1a://b/c")]
    [InlineData("a b://c/d")]
    [InlineData("hdfs:")]
    [InlineData("hdfs://nn:-1/a")]
    [InlineData("hdfs://nn:65536/a")]
    [InlineData("hdfs://nn:x/a")]
    public void Anything_else_is_not_an_address(string text)
    {
        Assert.False(FileUrl.TryParse(text, out _));
        Assert.Throws<FormatException>(() => FileUrl.Parse(text));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var texts = Gen.Elements("hdfs", "file", "s3a", ":", "/", "//", "nn", "Nn", "8020", "0", "@", "[::1]", "#", "?", "%20", " ", "..", "é")
            .ListOf()
            .Select(static pieces => "hdfs:/" + string.Concat(pieces))
            .ToArbitrary();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2_000),
            Prop.ForAll(texts, static text => !FileUrl.TryParse(text, out var url) || FileUrl.Parse(url.ToString()) == url));
    }
}
