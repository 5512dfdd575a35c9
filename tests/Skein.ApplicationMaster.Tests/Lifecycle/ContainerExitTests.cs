using Skein.ApplicationMaster.Lifecycle;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Lifecycle;

public sealed class ContainerExitTests
{
    private const string OverLimit =
        "[2026-01-01 00:00:00.000]Container [pid=1,containerID=c] is running 5MB beyond the 'PHYSICAL' memory limit. Current usage: "
        + "133.1 MB of 128 MB physical memory used; 2.5 GB of 268.8 MB virtual memory used. Killing container.";

    [Theory]
    [InlineData(0, "", ExitKind.Success, "Completed successfully.")]
    [InlineData(1, "x", ExitKind.Failure, "see logs for more information.")]
    [InlineData(137, "", ExitKind.Failure, "see logs for more information.")]
    [InlineData(-104, OverLimit, ExitKind.Failure, "133.1 MB of 128 MB physical memory used")]
    [InlineData(-103, OverLimit, ExitKind.Failure, "2.5 GB of 268.8 MB virtual memory used")]
    [InlineData(-104, "", ExitKind.Failure, "physical memory limit")]
    [InlineData(-103, "garbage of garbage virtual memory used", ExitKind.Failure, "virtual memory limit")]
    [InlineData(-105, "", ExitKind.Killed, "Killed by the application master.")]
    [InlineData(-100, "Container released on a *lost* node", ExitKind.Lost, "Container released on a *lost* node")]
    [InlineData(-101, "", ExitKind.Lost, "exit status -101")]
    [InlineData(-102, "preempted", ExitKind.Lost, "preempted")]
    [InlineData(-106, "", ExitKind.Lost, "exit status -106")]
    [InlineData(-107, "", ExitKind.Lost, "exit status -107")]
    [InlineData(-108, "", ExitKind.Lost, "exit status -108")]
    [InlineData(-109, "too many logs", ExitKind.Failure, "too many logs")]
    [InlineData(-1000, "", ExitKind.Failure, "exit status -1000")]
    public void Exit_statuses_are_told_in_words(int exitStatus, string diagnostics, object kind, string text)
    {
        var exit = ContainerExit.From(Status(1, exitStatus, diagnostics));
        Assert.Equal(kind, exit.Kind);
        Assert.Contains(text, exit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_diagnostics_are_cut() =>
        Assert.True(ContainerExit.From(Status(1, -101, new string('x', 1_000_000))).Message.Length < 5000);
}
