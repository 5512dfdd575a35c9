using System.Text;
using Skein.Packer.Relocation;

namespace Skein.Packer.Tests.Relocation;

public sealed class ShellTextTests
{
    private static readonly InstalledPrefix Prefix = new("/opt/env");

    [Theory]
    [InlineData("a=/opt/env/x", "a=\"${P}\"/x")]
    [InlineData("a=\"/opt/env/x\"", "a=\"${P}/x\"")]
    [InlineData("exec '/opt/env/bin/x' y", "exec ''\"${P}\"'/bin/x' y")]
    [InlineData("a=\"$(echo '/opt/env' \"it's /opt/env\")\"", "a=\"$(echo ''\"${P}\"'' \"it's ${P}\")\"")]
    [InlineData("# don't touch /opt/env\nb=/opt/env", "# don't touch ${P}\nb=\"${P}\"")]
    [InlineData("echo $# a#b '/opt/env'", "echo $# a#b ''\"${P}\"''")]
    [InlineData("cat <<E\nit's /opt/env\nE\nx='/opt/env'", "cat <<E\nit's ${P}\nE\nx=''\"${P}\"''")]
    [InlineData("cat <<-'E' | y /opt/env\n\tdon't\n\tE\nx=/opt/env\n", "cat <<-'E' | y \"${P}\"\n\tdon't\n\tE\nx=\"${P}\"\n")]
    [InlineData("x <<< '/opt/env'", "x <<< ''\"${P}\"''")]
    [InlineData("a=/opt/env2\n", "a=/opt/env2\n")]
    [InlineData("sed \"s/\\\"/'/\" /opt/env", "sed \"s/\\\"/'/\" \"${P}\"")]
    [InlineData("x # end", "x # end")]
    public void Every_place_gets_the_quotes_it_needs(string script, string expected) => Assert.Equal(expected, Replace(script));

    [Theory]
    [InlineData("cat <<'E'\n/opt/env\nE\n")]
    [InlineData("cat <<E\n/opt/env\n")]
    [InlineData("a='/opt/env")]
    [InlineData("a=\"$(x /opt/env\"")]
    [InlineData("a=$((1 << 2)) /opt/env\n")]
    [InlineData("a=\\/opt/env")]
    public void A_script_that_can_not_be_followed_is_left_alone(string script) => Assert.Null(Replace(script));

    private static string? Replace(string script) =>
        ShellText.Replace(Encoding.UTF8.GetBytes(script), Prefix, "P") is { } replaced ? Encoding.UTF8.GetString(replaced) : null;
}
