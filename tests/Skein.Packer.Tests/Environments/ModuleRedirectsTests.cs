using Skein.Packer.Environments;

namespace Skein.Packer.Tests.Environments;

public sealed class ModuleRedirectsTests
{
    [Theory]
    [InlineData("MAPPING: dict[str, str] = {'a': '/x/a', \"b.c\": \"/it's\"}\n", "a=/x/a b.c=/it's")]
    [InlineData("MAPPING = {}\n", "")]
    [InlineData("import os\nMAPPING = {'a': '/x/\\xe9\\u20ac\\\\\\'', }\n", "a=/x/\u00e9\u20ac\\'")]
    [InlineData("F.map_module('a', '/x/a.py')\nF.map_module('b', '/x/b/__init__.py')\n", "a=/x/a.py b=/x/b/__init__.py")]
    [InlineData("MAPPING = {'a': path}\n", null)]
    [InlineData("MAPPING = {'a': '/x\n", null)]
    [InlineData("MAPPING = {'a': '/x\\q'}\n", null)]
    [InlineData("MAPPING = {**other}\n", null)]
    [InlineData("MAPPING", null)]
    [InlineData("print('MAPPING')\n", null)]
    public void What_the_tools_write_is_read_and_nothing_is_guessed(string source, string? expected) =>
        Assert.Equal(
            expected,
            ModuleRedirects.Read(source) is { } redirects ? string.Join(' ', redirects.Select(static redirect => $"{redirect.Module}={redirect.Location}")) : null);
}
