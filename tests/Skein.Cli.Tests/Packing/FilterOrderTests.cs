using Skein.Packer;

namespace Skein.Cli.Tests.Packing;

public sealed class FilterOrderTests
{
    [Fact]
    public void Filters_of_both_options_keep_the_order_of_the_command_line() => Assert.Equal(
        [new("a", false), new("b", true), new("c", false), new("d", false), new("e", true)],
        Filters("--exclude", "a", "--include", "b", "--exclude=c", "--filter", "exclude:d", "--filter=include:e"));

    [Fact]
    public void The_other_order_is_another_result() =>
        Assert.Equal([new("b", true), new("a", false)], Filters("--include", "b", "--exclude", "a"));

    [Fact]
    public void Other_options_between_them_do_not_matter() =>
        Assert.Equal([new("a", false), new("b", true)], Filters("-p", "/env", "--exclude", "a", "-o", "x.zip", "-f", "--include", "b"));

    [Theory]
    [InlineData("--include")]
    [InlineData("--filter")]
    public void A_pattern_may_look_like_an_option(string pattern) => Assert.Equal([new(pattern, false)], Filters($"--exclude={pattern}"));

    [Fact]
    public void A_pattern_may_hold_a_colon_and_an_equals_sign() =>
        Assert.Equal([new("a:b=c", false), new("d:e=f", true)], Filters("--exclude=a:b=c", "--filter=include:d:e=f"));

    private static IReadOnlyList<FileFilter> Filters(params string[] line) => PackArgumentsTests.Read(line).Options.Filters;
}
