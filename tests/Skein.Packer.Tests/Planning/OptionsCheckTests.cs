using Skein.Packer.Planning;

namespace Skein.Packer.Tests.Planning;

public sealed class OptionsCheckTests
{
    [Theory]
    [InlineData("", "is empty")]
    [InlineData("/", "root of all directories")]
    [InlineData("//", "root of all directories")]
    [InlineData("/opt/a\nb", "line break")]
    [InlineData("/opt/a\0b", "line break or a NUL")]
    [InlineData("~/environment", "give the whole path")]
    [InlineData("~someone/environment", "give the whole path")]
    [InlineData("/opt/../environment", "'..'")]
    [InlineData("..", "'..'")]
    public void A_destination_that_no_script_could_name_is_refused_for_what_it_is(string destination, string expected) =>
        Assert.Contains(
            expected,
            Assert.Throws<PackException>(() => OptionsCheck.Check(new PackOptions { DestinationPrefix = destination })).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("/opt/environment/")]
    [InlineData("./environment")]
    [InlineData("environment..old/~x")]
    public void Other_destinations_are_not(string destination) =>
        OptionsCheck.Check(new PackOptions { DestinationPrefix = destination });
}
