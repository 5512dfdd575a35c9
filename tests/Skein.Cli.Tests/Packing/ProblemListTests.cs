using Skein.Cli.Packing;
using Skein.Packer;

namespace Skein.Cli.Tests.Packing;

public sealed class ProblemListTests
{
    [Fact]
    public void Every_problem_is_told_with_its_details() =>
        Assert.Equal("Error: one\n  a\n  b\nError: two\n", Print([new("one", "a", "b"), new("two")]));

    [Fact]
    public void Ten_thousand_details_are_cut_with_the_way_to_see_all()
    {
        var lines = Print([new("one", [.. Enumerable.Range(0, 10_000).Select(static i => $"file {i}")]), new("two", "b")]).TrimEnd('\n').Split('\n');
        Assert.Equal(24, lines.Length);
        Assert.Equal("  file 19", lines[20]);
        Assert.Equal("  and 9980 more; --json lists them all", lines[21]);
        Assert.Equal(["Error: two", "  b"], lines[22..]);
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(21, 21)]
    [InlineData(22, 21)]
    public void A_single_one_more_is_shown_instead_of_counted(int details, int lines) => Assert.Equal(
        lines, Print([new("one", [.. Enumerable.Range(0, details).Select(static i => $"{i}")])]).TrimEnd('\n').Split('\n').Length - 1);

    private static string Print(IReadOnlyList<PackProblem> problems)
    {
        var writer = new StringWriter { NewLine = "\n" };
        ProblemList.Print(problems, writer);
        return writer.ToString();
    }
}
