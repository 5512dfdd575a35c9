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
        var status = await room.RunAsync(One, NodeRoom.Command("exit 7"));
        await room.RunningOf(One);
        Assert.Equal(7, status.ExitStatus);
        Assert.Equal(ContainerStateProto.CComplete, status.State);
        Assert.Equal(ContainerSubStateProto.CssDone, status.ContainerSubState);
        Assert.Contains("Container exited with a non-zero exit code 7. Error file: prelaunch.err.", status.Diagnostics);
        Assert.Equal(status, room.Node.FindStatus(One));
    }

    [Fact]
    public async Task A_failure_is_told_with_the_end_of_its_stderr()
    {
        await using var room = await NodeRoom.OpenAsync();
        var status = await room.RunAsync(One, NodeRoom.Command("echo the disk is full >&2; exit 1"));
        Assert.Contains("Last 4096 bytes of stderr :\nthe disk is full\n", status.Diagnostics);
    }

    [Fact]
    public async Task A_pipe_among_its_logs_does_not_hold_up_a_containers_end()
    {
        await using var room = await NodeRoom.OpenAsync();
        var logs = room.Directories.LogsOfContainer(NodeRoom.Application(1), One);
        var status = await room.RunAsync(One, NodeRoom.Command($"mkfifo {logs}/pipe.stderr; exit 1"));
        Assert.Equal(1, status.ExitStatus);
        File.Delete($"{logs}/pipe.stderr");
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

    [Fact]
    public async Task A_running_container_can_be_asked_for()
    {
        await using var room = await NodeRoom.OpenAsync();
        room.Start(One, NodeRoom.Command("sleep 1000"));
        await room.RunningOf(One);
        var status = room.Node.FindStatus(One)!;
        Assert.Equal(
            (ContainerStateProto.CRunning, ContainerSubStateProto.CssRunning, ContainerExitStatus.Invalid),
            (status.State, status.ContainerSubState, status.ExitStatus));
        Assert.Null(room.Node.FindStatus(NodeRoom.Container(2)));
    }

    [Fact]
    public async Task A_stop_is_told_as_whoever_asked_for_it_wants()
    {
        await using var room = await NodeRoom.OpenAsync();
        room.Start(One, NodeRoom.Command("exec sleep 1000"));
        await room.RunningOf(One);
        room.Node.Stop(One, ContainerExitStatus.KilledByApplicationMaster, "Container killed by the ApplicationMaster.");
        var status = await room.EndOf(One);
        Assert.Equal(ContainerExitStatus.KilledByApplicationMaster, status.ExitStatus);
        Assert.Matches(@"^\[[^]]*]Container killed by the ApplicationMaster\.\n", status.Diagnostics);
        Assert.Contains("]Container killed on request. Exit code is 143\n", status.Diagnostics);
    }

    [Fact]
    public async Task A_container_may_end_in_its_own_way_when_it_is_stopped()
    {
        await using var room = await NodeRoom.OpenAsync(new LocalNodeOptions { Grace = TimeSpan.FromMinutes(1) });
        var ready = room.Pipe("ready");
        room.Start(One, NodeRoom.Command($"trap 'echo bye; exit 3' TERM; echo ready >{ready}; sleep 1000 & wait"));
        await NodeRoom.ReadAsync(ready);
        room.Node.Stop(One, ContainerExitStatus.KilledByResourceManager, "over");
        Assert.Equal(ContainerExitStatus.KilledByResourceManager, (await room.EndOf(One)).ExitStatus);
    }

    [Fact]
    public async Task What_does_not_heed_sigterm_is_killed()
    {
        await using var room = await NodeRoom.OpenAsync();
        var ready = room.Pipe("ready");
        room.Start(One, NodeRoom.Command($"trap '' TERM; echo ready >{ready}; while true; do sleep 1000; done"));
        await NodeRoom.ReadAsync(ready);
        room.Node.Stop(One, ContainerExitStatus.KilledByApplicationMaster, "over");
        var status = await room.EndOf(One);
        Assert.Equal(ContainerExitStatus.KilledByApplicationMaster, status.ExitStatus);
        Assert.Contains("Exit code is 137", status.Diagnostics);
    }

    [Theory]
    [InlineData(SignalContainerCommandProto.GracefulShutdown, 143)]
    [InlineData(SignalContainerCommandProto.ForcefulShutdown, 137)]
    public async Task A_signal_that_ends_a_container_is_its_exit_code(SignalContainerCommandProto command, int exitCode)
    {
        await using var room = await NodeRoom.OpenAsync();
        var ready = room.Pipe("ready");
        room.Start(One, NodeRoom.Command($"echo ready >{ready}; exec sleep 1000"));
        await NodeRoom.ReadAsync(ready);
        await room.RunningOf(One);
        room.Node.Signal(One, command);
        Assert.Equal(exitCode, (await room.EndOf(One)).ExitStatus);
    }

    [Fact]
    public async Task A_thread_dump_is_asked_for_by_sigquit()
    {
        await using var room = await NodeRoom.OpenAsync();
        var ready = room.Pipe("ready");
        room.Start(One, NodeRoom.Command($"trap 'echo dump; exit 0' QUIT; echo ready >{ready}; sleep 1000 & wait"));
        await NodeRoom.ReadAsync(ready);
        await room.RunningOf(One);
        room.Node.Signal(One, SignalContainerCommandProto.OutputThreadDump);
        await room.EndOf(One);
        Assert.Equal("dump\n", room.LogOf(One, "stdout"));
    }

    [Fact]
    public async Task What_a_container_leaves_behind_ends_with_it()
    {
        await using var room = await NodeRoom.OpenAsync();
        var pipe = room.Pipe("number");
        room.Start(One, NodeRoom.Command($"sleep 1000 & echo $! >{pipe}"));
        var left = int.Parse(await NodeRoom.ReadAsync(pipe));
        Assert.Equal(0, (await room.EndOf(One)).ExitStatus);
        Assert.False(LiveProcess.IsAlive(left));
    }

    [Fact]
    public async Task A_container_that_is_stopped_before_it_runs_never_does()
    {
        await using var room = await NodeRoom.OpenAsync(new StuckFileSystem().Options);
        var context = NodeRoom.Command("echo hello");
        context.LocalResources.Add(Resources.Of("data", room.Write("data", "x")));
        room.Start(One, context);
        // The ResourceManager would take it back after a while if it did not know.
        await room.TakenOf(One);
        Assert.Equal(ContainerSubStateProto.CssScheduled, room.Node.FindStatus(One)!.ContainerSubState);
        room.Node.Stop(One, ContainerExitStatus.Aborted, "not wanted any more");
        var status = await room.EndOf(One);
        Assert.Equal(ContainerExitStatus.Aborted, status.ExitStatus);
        Assert.False(Directory.Exists(room.Directories.LogsOfContainer(NodeRoom.Application(1), One)));
    }

    [Fact]
    public async Task Logs_that_can_not_be_gathered_are_kept_for_the_next_node()
    {
        await using var room = await NodeRoom.OpenAsync();
        await room.RunAsync(One, NodeRoom.Command("echo first; echo kept >data"));
        room.HasRoom = false;
        Assert.False(await room.EndAsync(NodeRoom.Application(1)));
        Assert.Empty(Directory.GetFileSystemEntries(room.Directories.OfApplication(NodeRoom.User, NodeRoom.Application(1))));
        room.HasRoom = true;
        await room.ReopenAsync();
        Assert.Contains((NodeRoom.Application(1), One, "stdout", "first\n"), room.Gathered);
        Assert.Empty(Directory.GetFileSystemEntries(room.Directories.Logs));
    }

    [Fact]
    public async Task An_application_ends_with_all_it_has_and_its_logs_are_gathered()
    {
        await using var room = await NodeRoom.OpenAsync();
        var two = NodeRoom.Container(2);
        await room.RunAsync(One, NodeRoom.Command("echo first"));
        var ready = room.Pipe("ready");
        room.Start(two, NodeRoom.Command($"echo ready >{ready}; exec sleep 1000"));
        await NodeRoom.ReadAsync(ready);
        Assert.True(await room.EndAsync(NodeRoom.Application(1)));
        Assert.Equal(ContainerExitStatus.KilledAfterApplication, (await room.EndOf(two)).ExitStatus);
        Assert.Contains((NodeRoom.Application(1), One, "stdout", "first\n"), room.Gathered);
        Assert.Contains(room.Gathered, log => log.Container == two && log.File == "launch_container.sh");
        Assert.Empty(Directory.GetFileSystemEntries(room.Directories.Logs));
        Assert.Empty(Directory.GetFileSystemEntries(room.Directories.Applications(NodeRoom.User)));
        Assert.Null(room.Node.FindStatus(One));
    }

    [Fact]
    public async Task An_application_that_was_never_here_is_gone_at_once()
    {
        await using var room = await NodeRoom.OpenAsync();
        Assert.False(await room.EndAsync(NodeRoom.Application(9)));
    }

    [Fact]
    public async Task Read_only_directories_of_containers_are_removed_too()
    {
        await using var room = await NodeRoom.OpenAsync();
        var status = await room.RunAsync(One, NodeRoom.Command("mkdir -p a/b && touch a/b/c && chmod -R a-w a"));
        Assert.Equal(0, status.ExitStatus);
        Assert.False(Directory.Exists(room.Directories.OfContainer(NodeRoom.User, NodeRoom.Application(1), One)));
    }

    [Fact]
    public async Task A_process_that_left_its_session_ends_with_its_application()
    {
        await using var room = await NodeRoom.OpenAsync();
        var pipe = room.Pipe("number");
        room.Start(One, NodeRoom.Command($"mkfifo ready; setsid bash -c 'echo $$ >{pipe}; echo >ready; exec sleep 1000' & read <ready"));
        var left = int.Parse(await NodeRoom.ReadAsync(pipe));
        await room.EndOf(One);
        Assert.True(LiveProcess.IsAlive(left));
        await room.EndAsync(NodeRoom.Application(1));
        Assert.False(LiveProcess.IsAlive(left));
    }

    [Fact]
    public async Task A_process_that_left_session_and_environment_ends_with_a_container_that_is_stopped()
    {
        await using var room = await NodeRoom.OpenAsync();
        var pipe = room.Pipe("number");
        room.Start(One, NodeRoom.Command($"env -i setsid bash -c 'echo $$ >{pipe}; exec sleep 1000' & exec sleep 1000"));
        var left = int.Parse(await NodeRoom.ReadAsync(pipe));
        room.Node.Stop(One, ContainerExitStatus.KilledByApplicationMaster, "over");
        await room.EndOf(One);
        Assert.False(LiveProcess.IsAlive(left));
    }

    [Fact]
    public async Task Too_much_memory_is_the_end()
    {
        await using var room = await NodeRoom.OpenAsync(new LocalNodeOptions { MemoryPeriod = TimeSpan.FromMilliseconds(20) });
        var status = await room.RunAsync(One, NodeRoom.Command("{ head -c 60M /dev/zero; exec sleep 1000; } | tail"), memory: 20);
        Assert.Equal(ContainerExitStatus.ExceededMemory, status.ExitStatus);
        Assert.Matches(
            @"]Container \[pid=\d+,containerID=container_\S+] is running \d+B beyond the 'PHYSICAL' memory limit\. Current usage: "
            + @"[0-9.]+ MB of 20 MB physical memory used; [0-9.]+ [MG]B of 42 MB virtual memory used\. Killing container\.",
            status.Diagnostics);
    }

    [Fact]
    public async Task A_closed_node_leaves_nothing_running_and_gathers_all_logs()
    {
        await using var room = await NodeRoom.OpenAsync();
        var pipe = room.Pipe("number");
        room.Start(One, NodeRoom.Command($"echo working; echo $$ >{pipe}; exec sleep 1000"));
        var process = int.Parse(await NodeRoom.ReadAsync(pipe));
        await room.Node.DisposeAsync();
        Assert.False(LiveProcess.IsAlive(process));
        Assert.Equal(ContainerExitStatus.KilledAfterApplication, (await room.EndOf(One)).ExitStatus);
        Assert.Contains((NodeRoom.Application(1), One, "stdout", "working\n"), room.Gathered);
    }
}
