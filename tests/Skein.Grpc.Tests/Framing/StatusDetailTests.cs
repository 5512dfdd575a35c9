namespace Skein.Grpc.Tests;

public sealed class StatusDetailTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Unknown service 'x'", "Unknown service 'x'")]
    [InlineData("100 %", "100 %25")]
    [InlineData("a\r\nb", "a%0D%0Ab")]
    [InlineData("schön", "sch%C3%B6n")]
    [InlineData("🦆", "%F0%9F%A6%86")]
    [InlineData("\u007F~", "%7F~")]
    public void A_text_survives_the_header(string text, string encoded)
    {
        Assert.Equal(encoded, StatusDetail.Encode(text));
        Assert.Equal(text, StatusDetail.Decode(encoded));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("100%", "100%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("%c3%b6", "ö")]
    [InlineData("%FF", "\uFFFD")]
    [InlineData("%ö%41", "%öA")]
    public void A_broken_escape_stays_as_it_is(string encoded, string text) => Assert.Equal(text, StatusDetail.Decode(encoded));

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        var encoded = StatusDetail.Encode(string.Concat(Enumerable.Repeat("ö", 5000)));
        Assert.InRange(encoded.Length, StatusDetail.MaxEncodedLength - 6, StatusDetail.MaxEncodedLength);
        Assert.EndsWith("%C3%B6...", encoded);
        Assert.Equal(StatusDetail.MaxEncodedLength, StatusDetail.Encode(new string('x', 5000)).Length);
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character() => Assert.Equal("%EF%BF%BD", StatusDetail.Encode("\uD800"));
}
