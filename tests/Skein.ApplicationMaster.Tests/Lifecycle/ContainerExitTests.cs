using Skein.ApplicationMaster.Lifecycle;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Lifecycle;

public sealed class ContainerExitTests
{
    private const string OverLimit =
        "[2026-01-01 00:00:00.000]Container [pid=1,containerID=c] is running 5MB beyond the 'PHYSICAL' memory limit. Current usage: "
        + "133.1 MB of 128 MB physical memory used; 2.5 GB of 268.8 MB virtual memory used. Killing container.";

    [Theory]
    [InlineData(0, "", ContainerState.Succeeded, "Completed successfully.")]
    [InlineData(1, "x", ContainerState.Failed, "see logs for more information.")]
    [InlineData(137, "", ContainerState.Failed, "see logs for more information.")]
    [InlineData(-104, OverLimit, ContainerState.Failed, "133.1 MB of 128 MB physical memory used")]
    [InlineData(-103, OverLimit, ContainerState.Failed, "2.5 GB of 268.8 MB virtual memory used")]
    [InlineData(-104, "", ContainerState.Failed, "physical memory limit")]
    [InlineData(-103, "garbage of garbage virtual memory used", ContainerState.Failed, "virtual memory limit")]
    [InlineData(-105, "", ContainerState.Killed, "Killed by the application master.")]
    [InlineData(-100, "Container released on a *lost* node", ContainerState.Failed, "Container released on a *lost* node")]
    [InlineData(-1000, "", ContainerState.Failed, "exit status -1000")]
    public void Exit_statuses_are_told_in_words(int exitStatus, string diagnostics, object state, string text)
    {
        var exit = ContainerExit.From(Status(1, exitStatus, diagnostics));
        Assert.Equal(state, exit.State);
        Assert.Contains(text, exit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_diagnostics_are_cut() =>
        Assert.True(ContainerExit.From(Status(1, -101, new string('x', 1_000_000))).Message.Length < 5000);
}
