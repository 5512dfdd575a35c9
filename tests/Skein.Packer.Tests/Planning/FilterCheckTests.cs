using Skein.Packer.Inventory;
using Skein.Packer.Planning;

namespace Skein.Packer.Tests.Planning;

public sealed class FilterCheckTests
{
    private static readonly PackFile[] Files = [new() { Path = "share/doc/x", Kind = PackFileKind.Regular, Mode = 0 }];
    private static readonly UnpackableEntry[] Unpackable = [new("locked", UnpackableReason.Unreadable, IsDirectory: true)];

    [Theory]
    [InlineData("share/doc", false, "--exclude")]
    [InlineData("doc/*", true, "--include")]
    [InlineData("x", false, "--exclude")]
    public void A_pattern_that_matches_nothing_is_named_with_the_hint_how_to_write_it(string pattern, bool include, string option)
    {
        var warning = Assert.Single(FilterCheck.Find([new FileFilter(pattern, include), new FileFilter(pattern, include)], Files, Unpackable));
        Assert.Contains($"'{pattern}' of {option} matches nothing", warning, StringComparison.Ordinal);
        Assert.Contains("'directory/*'", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("share/doc/*")]
    [InlineData("*x")]
    [InlineData("locked")]
    [InlineData("locked/*")]
    public void A_pattern_that_matches_anything_is_not(string pattern) =>
        Assert.Empty(FilterCheck.Find([new FileFilter(pattern, Include: false)], Files, Unpackable));
}
