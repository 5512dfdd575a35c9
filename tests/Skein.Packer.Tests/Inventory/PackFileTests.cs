using Skein.Packer.Inventory;

namespace Skein.Packer.Tests.Inventory;

public sealed class PackFileTests
{
    [Theory]
    [InlineData("bin/python", "bin", true)]
    [InlineData("python", "", true)]
    [InlineData("bin/python", "", false)]
    [InlineData("bin/deep/python", "bin", false)]
    [InlineData("binary/python", "bin", false)]
    [InlineData("bin", "bin", false)]
    [InlineData("a/b/c", "a/b", true)]
    public void A_file_is_in_its_own_directory_only(string path, string directory, bool expected)
    {
        var file = new PackFile { Path = path, Kind = PackFileKind.Regular, Mode = 0 };
        Assert.Equal(expected, file.IsIn(directory));
        Assert.Equal(expected, file.Directory == directory);
    }
}
