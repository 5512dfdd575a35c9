using System.Text;

namespace Skein.Grpc.Tests;

public sealed class HeaderDecoderTests
{
    private readonly HeaderDecoder _decoder = new(HeaderDecoder.DefaultTableSize);

    [Theory]
    [InlineData("0A", 5, 10)]
    [InlineData("1F9A0A", 5, 1337)]
    [InlineData("2A", 8, 42)]
    [InlineData("1F00", 5, 31)]
    public void Integers_are_those_of_the_RFC(string hex, int prefix, int value)
    {
        ReadOnlySpan<byte> source = Convert.FromHexString(hex);
        Assert.Equal(value, HeaderDecoder.ReadInteger(ref source, prefix));
        Assert.True(source.IsEmpty);
    }

    // RFC 7541 appendices C.3 and C.4: the second and third block refer to what the first has put into the table.
    [Theory]
    [InlineData("828684410F7777772E6578616D706C652E636F6D", "828684BE58086E6F2D6361636865", "828785BF400A637573746F6D2D6B65790C637573746F6D2D76616C7565")]
    [InlineData("828684418CF1E3C2E5F23A6BA0AB90F4FF", "828684BE5886A8EB10649CBF", "828785BF408825A849E95BA97D7F8925A849E95BB8E8B4BF")]
    public void Blocks_of_the_RFC_are_decoded(params string[] blocks)
    {
        string[] paths = ["/", "/", "/index.html"];
        for (var i = 0; i < blocks.Length; i++)
        {
            var headers = Decode(blocks[i]);
            Assert.False(headers.IsMalformed);
            Assert.Equal(("GET", paths[i]), (headers.Method, headers.Path));
        }
    }

    [Fact]
    public void A_reference_to_the_table_gives_the_same_text_again()
    {
        var first = Decode("8387" + "44" + Text("/a/b") + "5F" + Text("application/grpc") + "40" + Text("te") + Text("trailers"));
        var second = Decode("8387C0BFBE");
        Assert.Equal(("/a/b", "application/grpc", false), (second.Path, second.ContentType, second.IsMalformed));
        Assert.Equal(("/a/b", false), (first.Path, first.IsMalformed));
    }

    [Fact]
    public void Old_headers_leave_a_full_table()
    {
        for (var i = 0; i < 200; i++)
            Decode("40" + Text($"x-{i:D3}") + Text(new string('v', 100)));
        // 4096 / (5 + 100 + 32) = 29 entries.
        Decode("DA"); // The 29th newest.
        Assert.Equal(ErrorCode.CompressionError, Fail("DB"));
    }

    [Fact]
    public void A_table_of_no_size_keeps_nothing()
    {
        Decode("20" + "40" + Text("a") + Text("b"));
        Assert.Equal(ErrorCode.CompressionError, Fail("BE"));
    }

    [Theory]
    [InlineData("80")] // Index 0.
    [InlineData("BE")] // An empty table.
    [InlineData("3FE21F")] // A table of 4097 bytes.
    [InlineData("8220")] // A resize after a header.
    [InlineData("40")] // No name.
    [InlineData("400561")] // A name that is cut off.
    [InlineData("4001610562")] // A value that is cut off.
    [InlineData("FF")] // A number that is cut off.
    [InlineData("FFFFFFFFFFFFFF7F")] // A number without end.
    [InlineData("0081FF01")] // A name that is all padding.
    public void What_is_no_HPACK_is_a_compression_error(string block) => Assert.Equal(ErrorCode.CompressionError, Fail(block));

    [Fact]
    public void References_cannot_multiply_into_more_than_the_limit()
    {
        Decode("40" + Text("x") + "7F9D17" + string.Concat(Enumerable.Repeat("61", 3100)));
        Assert.Equal(ErrorCode.EnhanceYourCalm, Fail(string.Concat(Enumerable.Repeat("BE", 100))));
    }

    [Theory]
    [InlineData("8684")] // No method.
    [InlineData("8384")] // No scheme.
    [InlineData("8386")] // No path.
    [InlineData("83838684")] // Two methods.
    [InlineData("838684" + "0001610162" + "41" + "0161")] // A pseudo-header after another.
    [InlineData("838684" + "0001410162")] // Upper case.
    [InlineData("838684" + "00023A78" + "0162")] // An unknown pseudo-header.
    [InlineData("838684" + "0000" + "0162")] // A name of nothing.
    [InlineData("838684" + "000161" + "020D0A")] // A line break.
    [InlineData("838684" + "000A636F6E6E656374696F6E" + "05636C6F7365")] // Connection.
    [InlineData("838684" + "00027465" + "04677A6970")] // TE other than trailers.
    public void Requests_against_the_rules_are_malformed(string block) => Assert.True(Decode(block).IsMalformed);

    private static string Text(string text) => $"{text.Length:X2}{Convert.ToHexString(Encoding.ASCII.GetBytes(text))}";

    private RequestHeaders Decode(string block)
    {
        var headers = new RequestHeaders(Http2Limits.MaxHeaderSize);
        _decoder.Decode(Convert.FromHexString(block), headers);
        return headers;
    }

    private ErrorCode Fail(string block) => Assert.Throws<ConnectionErrorException>(() => Decode(block)).Code;
}
