using Skein.ApplicationMaster.Logging;

namespace Skein.ApplicationMaster.Tests.Logging;

public sealed class JavaPropertiesTests
{
    [Theory]
    [InlineData("a=b", "a", "b")]
    [InlineData("  a : b c ", "a", "b c ")]
    [InlineData("a b", "a", "b")]
    [InlineData("a", "a", "")]
    [InlineData("a==b", "a", "=b")]
    [InlineData("a\\=b=c", "a=b", "c")]
    [InlineData("a=b\\\n   c", "a", "bc")]
    [InlineData("a=b\\\\\nc=d", "a", "b\\")]
    [InlineData("a=\\t\\u0041\\%", "a", "\tA%")]
    [InlineData("a=\\u00zz", "a", "u00zz")]
    [InlineData("a=b\\", "a", "b")]
    [InlineData("a=1\na=2", "a", "2")]
    public void A_line_is_key_and_value(string text, string key, string value) => Assert.Equal(value, JavaProperties.Parse(text)[key]);

    [Fact]
    public void Comments_and_empty_lines_say_nothing() => Assert.Empty(JavaProperties.Parse("# a=b\n\n  ! a=b\n   \n"));
}
