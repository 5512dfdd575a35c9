using Skein.ApplicationMaster.Lifecycle;
using Skein.KeyValue;

namespace Skein.ApplicationMaster.Tests.Lifecycle;

public sealed class ContainerDirectoryTests
{
    [Fact]
    public void Containers_are_alive_from_their_first_state_until_their_last()
    {
        var directory = new ContainerDirectory(["a"]);
        Assert.Equal(OwnerState.UnknownService, directory.Find("x", 0));
        Assert.Equal(OwnerState.NoSuchInstance, directory.Find("a", 0));
        directory.Update("a", 0, active: true);
        Assert.Equal(OwnerState.Alive, directory.Find("a", 0));
        directory.Update("a", 0, active: false);
        Assert.Equal(OwnerState.Completed, directory.Find("a", 0));
        Assert.Equal(OwnerState.NoSuchInstance, directory.Find("a", 1));
        Assert.Equal(OwnerState.NoSuchInstance, directory.Find("a", -1));
    }
}
