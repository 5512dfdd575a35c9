using Skein.Hadoop.Logs;

namespace Skein.Hadoop.Tests.Logs;

public sealed class ModifiedUtf8Tests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("61", "a")]
    [InlineData("c080", "\0")]
    [InlineData("c3bc", "ü")]
    [InlineData("e282ac", "€")]
    [InlineData("eda0bdedb880", "😀")]
    public void Names_are_decoded_and_encoded(string hex, string text)
    {
        Assert.Equal(text, ModifiedUtf8.Decode(Convert.FromHexString(hex)));
        Assert.Equal(hex, Convert.ToHexStringLower(ModifiedUtf8.Encode(text)));
    }

    [Theory]
    [InlineData("80")]
    [InlineData("c3")]
    [InlineData("c341")]
    [InlineData("e282")]
    [InlineData("e28241")]
    [InlineData("f09f9880")]
    [InlineData("ff")]
    public void Bytes_that_are_none_are_refused(string hex) =>
        Assert.Throws<InvalidDataException>(() => ModifiedUtf8.Decode(Convert.FromHexString(hex)));
}
