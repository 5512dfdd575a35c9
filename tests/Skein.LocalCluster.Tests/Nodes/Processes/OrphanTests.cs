using System.Diagnostics;
using Skein.LocalCluster.Nodes.Processes;

namespace Skein.LocalCluster.Tests.Nodes.Processes;

public sealed class OrphanTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly string _root = Directory.CreateTempSubdirectory("skein-node-").FullName;

    [Fact]
    public async Task Of_a_killed_node_no_process_is_left()
    {
        using var host = Host();
        using var lives = await OpenLivesAsync();
        host.Kill();
        Assert.Equal("", await lives.ReadToEndAsync(Cancellation).WaitAsync(Patience, Cancellation));
    }

    [Fact]
    public async Task Programs_that_overwrite_their_environment_are_ended_as_well()
    {
        using var host = Host("exec env -i /bin/bash -c 'sleep 1000 & setsid sleep 1000 & echo ready >&9; exec sleep 1000'");
        using var lives = await OpenLivesAsync();
        host.Kill();
        Assert.Equal("", await lives.ReadToEndAsync(Cancellation).WaitAsync(Patience, Cancellation));
    }

    [Fact]
    public async Task The_guard_of_a_killed_node_is_gone_before_the_next_one_starts_containers()
    {
        using var host = Host();
        using var lives = await OpenLivesAsync();
        var guard = GuardOf(host);
        host.Kill();
        await using var room = await NodeRoom.OpenAsync(root: _root);
        Assert.False(LiveProcess.IsAlive(guard));
    }

    [Fact]
    public async Task What_even_the_guard_could_not_end_the_next_node_ends_and_gathers_its_logs()
    {
        using var host = Host();
        using var lives = await OpenLivesAsync();
        using (var guard = Process.GetProcessById(GuardOf(host)))
            guard.Kill();
        host.Kill();
        await host.WaitForExitAsync(Cancellation);
        var rest = lives.ReadToEndAsync(Cancellation);
        Assert.False(rest.IsCompleted);
        await using var room = await NodeRoom.OpenAsync(root: _root);
        Assert.Equal("", await rest.WaitAsync(Patience, Cancellation));
        Assert.Contains((NodeRoom.Application(1), NodeRoom.Container(1), "stdout", "working\n"), room.Gathered);
        Assert.Empty(Directory.GetFileSystemEntries(room.Directories.Logs));
        Assert.Empty(Directory.GetFileSystemEntries(room.Directories.Applications(NodeRoom.User)));
    }

    public void Dispose()
    {
        if (Directory.Exists(_root))
            Directory.Delete(_root, recursive: true);
    }

    private string Pipe => Path.Combine(_root, "lives");

    // One process that ends by SIGTERM, one that does not, and one that has left the session.
    private Process Host() =>
        Host("(trap '' TERM; while true; do sleep 1000; done) & setsid sleep 1000 & echo ready >&9; exec sleep 1000");

    // What the command starts holds the pipe, which it has as 9, while it lives.
    private Process Host(string command)
    {
        NodeRoom.MakePipe(Pipe);
        NodeRoom.MakePipe(Path.Combine(_root, HostedNode.Known));
        var assembly = typeof(HostedNode).Assembly.Location;
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", assembly, "-explicit", "only", "-noLogo", "-class", typeof(HostedNode).FullName! },
            RedirectStandardOutput = true,
        };
        start.Environment[HostedNode.RootVariable] = _root;
        start.Environment[HostedNode.CommandVariable] =
            $"read -r _ <{Path.Combine(_root, HostedNode.Known)}; echo working; exec 9>{Pipe}; {command}";
        return Process.Start(start)!;
    }

    private Task<StreamReader> OpenLivesAsync() => Task.Run(() =>
    {
        var reader = new StreamReader(new FileStream(Pipe, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0));
        Assert.Equal("ready", reader.ReadLine());
        return reader;
    }).WaitAsync(Patience);

    private static int GuardOf(Process host) => ProcessTable.Numbers().Single(number =>
        ProcessTable.Find(number)?.Parent == host.Id
        && File.ReadAllText($"/proc/{number}/cmdline").Contains("skein-guard", StringComparison.Ordinal));
}
