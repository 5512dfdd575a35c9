using System.Text;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Tests.Relocation;

public sealed class DestinationRelocationTests
{
    private readonly DestinationRelocation _relocation = new(new InstalledPrefix("/opt/env"), "/srv/new");
    private readonly PackFile _file = new() { Path = "etc/x.conf", Kind = PackFileKind.Regular, Mode = 0x1a4 };

    [Fact]
    public void Paths_that_only_begin_as_the_prefix_does_stay()
    {
        var content = "a=/opt/env/lib\nb=/opt/env2/lib\nc=/opt/env.bak\nd=/opt/env\n"u8;
        Assert.True(_relocation.MayChange(_file, content));
        Assert.Equal(
            "a=/srv/new/lib\nb=/opt/env2/lib\nc=/opt/env.bak\nd=/srv/new\n",
            Encoding.UTF8.GetString(_relocation.Relocate(_file, content).Content!));
        Assert.False(_relocation.MayChange(_file, "b=/opt/env2/lib\n"u8));
    }
}
