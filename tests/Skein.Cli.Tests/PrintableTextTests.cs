using Skein.Packer;

namespace Skein.Cli.Tests;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("plain café \\n", "plain café \\n")]
    [InlineData("a\nError: faked", "a\\nError: faked")]
    [InlineData("\e[31mred\t\r", "\\u001b[31mred\\t\\r")]
    [InlineData("\u202Etxt.\u2028\u0085", "\\u202etxt.\\u2028\\u0085")]
    public void Nothing_in_it_is_acted_on_or_starts_a_line(string text, string expected) => Assert.Equal(expected, PrintableText.Of(text));

    [Fact]
    public void A_name_of_a_file_can_not_fake_an_error()
    {
        var writer = new StringWriter();
        ErrorReport.Print(new PackException("'a\nError: b'", ["c\nError: d"]), writer, verbose: false);
        ErrorReport.Print(new FileNotFoundException("'e\nError: f'"), writer, verbose: false);
        ErrorReport.Print(new InvalidInputException("'g\nError: h'"), writer, verbose: false);
        Assert.Equal("Error: 'a\\nError: b'\n  c\\nError: d\nError: 'e\\nError: f'\nError: 'g\\nError: h'\n", writer.ToString());
    }
}
