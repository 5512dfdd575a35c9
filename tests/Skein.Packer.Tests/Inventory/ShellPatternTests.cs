using Skein.Packer.Inventory;

namespace Skein.Packer.Tests.Inventory;

public sealed class ShellPatternTests
{
    [Theory]
    [InlineData("share/doc/*", "share/doc/a/b", true)]
    [InlineData("*/share/doc/*", "share/doc/x", false)]
    [InlineData("*.pyc", "lib/x.pyc", true)]
    [InlineData("lib/?.py", "lib/a.py", true)]
    [InlineData("lib/?.py", "lib/ab.py", false)]
    [InlineData("lib/[a-c]*", "lib/bx", true)]
    [InlineData("lib/[!a-c]*", "lib/bx", false)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("[x", "[x", true)]
    [InlineData("", "", true)]
    [InlineData("*", "", true)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a*b*c", "aXbYbZ", false)]
    [InlineData("LIB/*", "lib/x", false)]
    public void Patterns_match_whole_paths(string pattern, string path, bool expected) =>
        Assert.Equal(expected, ShellPattern.Matches(pattern, path));

    [Fact]
    public void A_pattern_of_many_stars_takes_no_exponential_time() =>
        Assert.False(ShellPattern.Matches(string.Concat(Enumerable.Repeat("*a", 200)) + "b", new string('a', 4000)));

    [Fact]
    public void Later_steps_bring_back_what_earlier_ones_left_out()
    {
        PackFile[] files = [File("a/x"), File("a/y"), File("b")];
        var chosen = FileSelection.Apply(files, [new FileFilter("a/*", false), new FileFilter("*/y", true)]);
        Assert.Equal(["a/y", "b"], chosen.Select(static file => file.Path));
    }

    private static PackFile File(string path) => new() { Path = path, Kind = PackFileKind.Regular, Mode = 0 };
}
