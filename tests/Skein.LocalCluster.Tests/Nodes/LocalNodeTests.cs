using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;

namespace Skein.LocalCluster.Tests.Nodes;

public sealed class LocalNodeTests
{
    private static readonly string One = NodeRoom.Container(1);

    [Fact]
    public async Task A_command_runs_and_its_exit_code_is_told()
    {
        await using var room = await NodeRoom.OpenAsync();
        var status = await room.RunAsync(One, NodeRoom.Command("echo hello; exit 7"));
        await room.RunningOf(One);
        Assert.Equal(7, status.ExitStatus);
        Assert.Equal(ContainerStateProto.CComplete, status.State);
        Assert.Equal(ContainerSubStateProto.CssDone, status.ContainerSubState);
        Assert.Contains("Container exited with a non-zero exit code 7. Error file: prelaunch.err.", status.Diagnostics);
        Assert.Equal(status, room.Node.FindStatus(One));
    }

    [Fact]
    public async Task A_container_that_succeeds_has_nothing_to_say()
    {
        await using var room = await NodeRoom.OpenAsync();
        var status = await room.RunAsync(One, NodeRoom.Command("echo hello"));
        Assert.Equal((0, ""), (status.ExitStatus, status.Diagnostics));
        Assert.Equal("hello\n", room.LogOf(One, "stdout"));
        Assert.False(Directory.Exists(room.Directories.OfContainer(NodeRoom.User, NodeRoom.Application(1), One)));
    }
}
