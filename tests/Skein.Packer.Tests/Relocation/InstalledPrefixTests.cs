using System.Text;
using Skein.Packer.Relocation;

namespace Skein.Packer.Tests.Relocation;

public sealed class InstalledPrefixTests
{
    private static readonly InstalledPrefix Prefix = new("/opt/env");

    [Theory]
    [InlineData("/opt/env", 0)]
    [InlineData("x=/opt/env/lib", 2)]
    [InlineData("-L/opt/env/lib", 2)]
    [InlineData("in /opt/env.", 3)]
    [InlineData("/opt/env2 /opt/env", 10)]
    [InlineData("/opt/env2", -1)]
    [InlineData("/opt/env-old/x", -1)]
    [InlineData("/opt/env.bak/x", -1)]
    [InlineData("/opt/env_x", -1)]
    [InlineData("/opt/envé", -1)]
    [InlineData("/opt/en", -1)]
    [InlineData("", -1)]
    public void Only_whole_paths_are_found(string text, int at) => Assert.Equal(at, Prefix.IndexIn(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("/opt/env/lib/x", "lib/x")]
    [InlineData("/opt/env", "")]
    [InlineData("/opt/env/", "")]
    [InlineData("/opt/env2/lib", null)]
    [InlineData("/usr", null)]
    public void Below_cuts_the_prefix_off(string path, string? expected) => Assert.Equal(expected, Prefix.Below(path));

    [Theory]
    [InlineData("", "lib", "lib")]
    [InlineData("bin", "bin/python", "python")]
    [InlineData("bin", "lib", "../lib")]
    [InlineData("lib/a/b", "lib", "../..")]
    [InlineData("lib", "", "..")]
    [InlineData("lib", "lib", ".")]
    public void The_way_between_two_places_is_the_shortest(string directory, string path, string expected) =>
        Assert.Equal(expected, RelativePath.Between(directory, path));

    [Theory]
    [InlineData("a/./b//c/..", "a/b")]
    [InlineData("..", null)]
    [InlineData("a/../../b", null)]
    public void A_path_that_climbs_out_has_no_normal_form(string path, string? expected) =>
        Assert.Equal(expected, RelativePath.Normalize(path));

    [Theory]
    [InlineData("/opt/env/lib/x", "share", "../lib/x")]
    [InlineData("/opt/env", "share", "..")]
    [InlineData("/usr/lib/x", "share", "/usr/lib/x")]
    [InlineData("../lib/x", "share", "../lib/x")]
    public void Links_below_the_prefix_become_relative(string target, string directory, string expected) =>
        Assert.Equal(expected, LinkRelocation.MakeRelative(target, directory, Prefix));

    [Theory]
    [InlineData("../lib", "share", false)]
    [InlineData("../../lib", "share", true)]
    [InlineData("/usr", "share", true)]
    public void A_link_that_leaves_the_environment_is_noticed(string target, string directory, bool expected) =>
        Assert.Equal(expected, LinkRelocation.LeadsOutside(target, directory));
}
