using Skein.Packer.Environments;

namespace Skein.Packer.Tests.Environments;

public sealed class CondaConfigurationTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("channels:\n  - defaults\n", "")]
    [InlineData("envs_dirs:\n  - /a\n  - ~/b c  # mine\n\n  - \"/d # e\"\nchannels:\n  - x\n", "/a|~/b c|/d # e")]
    [InlineData("# envs_dirs: [/no]\nenvs_dirs:   # where\n- /a\n- '/b'\n", "/a|/b")]
    [InlineData("envs_dirs: [/a, \"/b\", '/c']\r\n", "/a|/b|/c")]
    [InlineData("envs_dirs: [\n  /a,  # first\n  /b\n]\nchannels: [x]\n", "/a|/b")]
    [InlineData("envs_dirs : /a\n", "/a")]
    [InlineData("envs_path:\n  - /old\nenvs_dirs:\n  - /new #!final\n", "/old|/new")]
    [InlineData("other:\n  envs_dirs:\n    - /no\n", "")]
    [InlineData("envs_dirs_extra:\n  - /no\n", "")]
    [InlineData("envs_dirs: []\n", "")]
    [InlineData("envs_dirs: [/a", "/a")]
    [InlineData("envs_dirs:\n  -\n  - it's\n", "it's")]
    public void The_directories_of_environments_are_read_and_nothing_else(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', CondaConfiguration.EnvironmentDirectories(text)));
}
