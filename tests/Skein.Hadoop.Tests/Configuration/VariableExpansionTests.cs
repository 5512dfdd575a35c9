using Skein.Hadoop.Configuration;

namespace Skein.Hadoop.Tests.Configuration;

public sealed class VariableExpansionTests
{
    private static readonly Dictionary<string, string> Properties = new()
    {
        ["a"] = "1", ["b"] = "${a}2", ["name"] = "a", ["self"] = "x${self}", ["left"] = "${right}", ["right"] = "${left}",
        ["padded"] = "  p ",
    };

    private static readonly Dictionary<string, string> Variables = new() { ["SET"] = "s", ["EMPTY"] = "" };

    [Theory]
    [InlineData("plain $ {a} $a", "plain $ {a} $a")]
    [InlineData("${a}", "1")]
    [InlineData("<${b}-${b}>", "<12-12>")]
    [InlineData("${${name}}", "1")]
    [InlineData("${unbound}", "${unbound}")]
    [InlineData("${a}${unbound}", "1${unbound}")]
    [InlineData("${a b}${a}", "${a b}1")]
    [InlineData("${}${", "${}${")]
    [InlineData("${self}", "${self}")]
    [InlineData("${env.SET}", "s")]
    [InlineData("${env.EMPTY}", "")]
    [InlineData("${env.UNSET}", "${env.UNSET}")]
    [InlineData("${env.UNSET-else}", "else")]
    [InlineData("${env.EMPTY-else}", "")]
    [InlineData("${env.UNSET:-else}", "else")]
    [InlineData("${env.EMPTY:-else}", "else")]
    [InlineData("${env.SET:-a-b}", "s")]
    public void Variables_are_replaced(string text, string expected) =>
        Assert.Equal(expected, VariableExpansion.Expand(text, Properties.GetValueOrDefault, Variables.GetValueOrDefault));

    [Fact]
    public void Twenty_replacements_are_made_and_no_more()
    {
        var twenty = string.Concat(Enumerable.Repeat("${a}", 20));
        Assert.Equal(new string('1', 20), VariableExpansion.Expand(twenty, Properties.GetValueOrDefault, Variables.GetValueOrDefault));
        Assert.Null(VariableExpansion.Expand(twenty + "${a}", Properties.GetValueOrDefault, Variables.GetValueOrDefault));
    }

    [Fact]
    public void Properties_that_refer_to_each_other_are_an_error_that_names_the_key()
    {
        var fault = Assert.Throws<HadoopConfigurationException>(() => HadoopConfiguration.FromProperties(Properties).Get("left"));
        Assert.Contains("left", fault.Message);
    }
}
