using System.Text;
using Skein.Packer.Unpacking;

namespace Skein.Packer.Tests.Unpacking;

public sealed class ChangedLinesTests
{
    [Theory]
    [InlineData("a\nb\n", "a\nb\n", "")]
    [InlineData("", "", "")]
    [InlineData("a\nb\nc\n", "a\nx\nc\n", "b| > x|")]
    [InlineData("a\nb", "a\nx", "b > x")]
    [InlineData("a\nb\n", "x\ny\na\nb\n", " > x|y|")]
    [InlineData("a\nb\n", "a\nb\nx\n", " > x|")]
    [InlineData("a\nb\n", "a\n", "b| > ")]
    [InlineData("a\nb\nc\nd\n", "x\nb\nc\ny\n", "a| > x|; d| > y|")]
    [InlineData("a\nb\n", "x\ny\n", "a|b| > x|y|")]
    [InlineData("a\n", "a", "a| > a")]
    [InlineData("a\na\nb\n", "a\nb\n", "a| > ")]
    public void Lines_that_differ_are_found(string first, string second, string expected)
    {
        var found = ChangedLines.Find(Encoding.UTF8.GetBytes(first), Encoding.UTF8.GetBytes(second));
        Assert.Equal(expected, string.Join("; ", found.Select(pair => $"{Shown(first[pair.First])} > {Shown(second[pair.Second])}")));
    }

    [Fact]
    public void What_is_between_the_stretches_is_equal_in_both()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var (first, second) = (Lines(random), Lines(random));
            int here = 0, there = 0;
            foreach (var (left, right) in ChangedLines.Find(Encoding.UTF8.GetBytes(first), Encoding.UTF8.GetBytes(second)))
            {
                Assert.Equal(first[here..left.Start.Value], second[there..right.Start.Value]);
                (here, there) = (left.End.Value, right.End.Value);
            }

            Assert.Equal(first[here..], second[there..]);
        }
    }

    private static string Shown(string lines) => lines.Replace('\n', '|');

    private static string Lines(Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => $"{(char)('a' + random.Next(4))}\n"));
}
