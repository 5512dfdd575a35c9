using System.Text;
using Skein.Packer.Environments;

namespace Skein.Packer.Tests.Environments;

public sealed class VenvConfigurationTests
{
    private const string Venv = "home = /opt/python/bin\ninclude-system-site-packages = false\nversion = 3.11.7\ncommand = /opt/python/bin/python3 -m venv /tmp/x\n";
    private const string Virtualenv = "home = /usr/bin\nimplementation = CPython\nversion_info = 3.11.2.final.0\nvirtualenv = 20.26\ninclude-system-site-packages = true\nbase-prefix = /usr\n";
    private const string Uv = "home = /root/.local/share/uv/python/cpython-3.12.3/bin\nimplementation = CPython\nuv = 0.4.0\nversion_info = 3.12.3\ninclude-system-site-packages = false\nrelocatable = true\n";

    [Theory]
    [InlineData(Venv, "/opt/python/bin", false)]
    [InlineData(Virtualenv, "/usr/bin", true)]
    [InlineData(Uv, "/root/.local/share/uv/python/cpython-3.12.3/bin", false)]
    [InlineData("HOME=/a = b\r\nInclude-System-Site-Packages=TRUE", "/a = b", true)]
    [InlineData("nothing\n home \n", null, false)]
    [InlineData("", null, false)]
    public void Every_tool_says_where_the_interpreter_is(string text, string? home, bool hasSystemPackages) =>
        Assert.Equal(new VenvConfiguration(home, hasSystemPackages), VenvConfiguration.Parse(text));

    [Fact]
    public void The_command_is_dropped_and_all_else_kept()
    {
        Assert.Equal(Venv.Replace("command = /opt/python/bin/python3 -m venv /tmp/x\n", ""), Encoding.UTF8.GetString(VenvConfiguration.WithoutCommand(Venv)));
        Assert.Equal(Uv, Encoding.UTF8.GetString(VenvConfiguration.WithoutCommand(Uv)));
    }

    [Theory]
    [InlineData("VIRTUAL_ENV=\"/a/b\"\n", "/a/b")]
    [InlineData("    export VIRTUAL_ENV=/a/b/\n", "/a/b")]
    [InlineData("VIRTUAL_ENV=$(cygpath \"/a\")\nVIRTUAL_ENV='/c d'", "/c d")]
    [InlineData("_OLD_VIRTUAL_ENV=\"/a\"\nunset VIRTUAL_ENV\n", null)]
    [InlineData("VIRTUAL_ENV=\"$(dirname \"$x\")\"\n", null)]
    public void The_activation_script_tells_where_an_environment_was_made(string script, string? expected) =>
        Assert.Equal(expected, VenvEnvironment.PlaceOf(script));
}
