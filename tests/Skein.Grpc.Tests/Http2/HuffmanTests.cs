using System.Text;

namespace Skein.Grpc.Tests;

public sealed class HuffmanTests
{
    // RFC 7541 appendix C.
    [Theory]
    [InlineData("F1E3C2E5F23A6BA0AB90F4FF", "www.example.com")]
    [InlineData("A8EB10649CBF", "no-cache")]
    [InlineData("25A849E95BA97D7F", "custom-key")]
    [InlineData("25A849E95BB8E8B4BF", "custom-value")]
    [InlineData("6402", "302")]
    [InlineData("AEC3771A4B", "private")]
    [InlineData("D07ABE941054D444A8200595040B8166E082A62D1BFF", "Mon, 21 Oct 2013 20:13:21 GMT")]
    [InlineData("9D29AD171863C78F0B97C8E9AE82AE43D3", "https://www.example.com")]
    [InlineData(
        "94E7821DD7F2E6C7B335DFDFCD5B3960D5AF27087F3672C1AB270FB5291F9587316065C003ED4EE5B1063D5007",
        "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1")]
    [InlineData("", "")]
    [InlineData("FFC7", "\0")] // 13 bits, the shortest of the long codes.
    [InlineData("FFFFFBBF", "\u00ff")] // 26 bits.
    [InlineData("FFFFFFF3", "\n")] // 30 bits.
    public void Texts_are_decoded(string code, string text)
    {
        var source = Convert.FromHexString(code);
        var decoded = new byte[(source.Length * 8 / 5) + 1];
        Assert.Equal(Encoding.Latin1.GetBytes(text), decoded[..Huffman.Decode(source, decoded)]);
    }

    [Theory]
    [InlineData("FF")] // A whole byte of padding.
    [InlineData("1FFF")] // A symbol, then more padding than one byte lacks.
    [InlineData("00")] // Padded with zeros: 3 bits that begin a symbol.
    [InlineData("FFFFFFFF")] // The end of the string, written out.
    public void What_is_no_code_is_refused(string code)
    {
        var source = Convert.FromHexString(code);
        Assert.Equal(-1, Huffman.Decode(source, new byte[(source.Length * 8 / 5) + 1]));
    }
}
