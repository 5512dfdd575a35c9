using System.Diagnostics;
using System.Text;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Logs;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Nodes.Logs;

namespace Skein.LocalCluster.Tests.Nodes.Logs;

/// <summary>The test of large logs counts what the whole process allocates: nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(LogGathererTests), DisableParallelization = true)]
[Collection(nameof(LogGathererTests))]
public sealed class LogGathererTests : IDisposable
{
    private const string Application = "application_1700000000000_12345";
    private const string First = "container_1700000000000_12345_01_000001";
    private const string Second = "container_1700000000000_12345_01_000002";

    private readonly string _directory = Directory.CreateTempSubdirectory("skein-logs-").FullName;
    private readonly NodeDescription _node = new(new NodeIdProto { Host = "localhost", Port = 8041 }, "localhost:8042", new ResourceProto());

    private string Root => Path.Combine(_directory, "gathered");

    private string NodeFile => Path.Combine(Root, "alice", "bucket-logs-tfile", "2345", Application, "localhost_8041");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Logs_are_where_readers_of_Hadoops_layout_find_them()
    {
        Write(First, "stdout", "one\n");
        Write(First, "empty", "");
        Write(Second, "stderr", "zwei\n");

        Assert.True(await GatherAsync([First, Second]));

        Assert.True(File.Exists(NodeFile));
        Assert.Equal([$"{First}/empty=", $"{First}/stdout=one\n", $"{Second}/stderr=zwei\n"], await ReadAsync());
    }

    [Fact]
    public async Task Modes_are_those_that_NodeManagers_give()
    {
        Write(First, "stdout", "x");
        await GatherAsync([First]);
        Assert.Equal("640", Mode(NodeFile));
        for (var above = Path.GetDirectoryName(NodeFile)!; above != _directory; above = Path.GetDirectoryName(above)!)
            Assert.Equal("770", Mode(above));
        Assert.Equal([NodeFile], Directory.GetFiles(Path.GetDirectoryName(NodeFile)!));
    }

    [Theory]
    [InlineData(null, null, "app.log directory.info stderr stdout")]
    [InlineData("std", null, "stderr stdout")]
    [InlineData("^std(err|x)$", null, "stderr")]
    [InlineData(null, "info|\\.log$", "stderr stdout")]
    [InlineData("o", "out", "app.log directory.info")]
    [InlineData("", "", "app.log directory.info stderr stdout")]
    [InlineData("(", "[", "app.log directory.info stderr stdout")]
    [InlineData("nothing", null, "")]
    public async Task Patterns_choose_files_by_their_names(string? include, string? exclude, string expected)
    {
        foreach (var name in (string[])["stdout", "stderr", "app.log", "directory.info"])
            Write(First, name, "x");
        var patterns = new LogAggregationContextProto();
        if (include is not null)
            patterns.IncludePattern = include;
        if (exclude is not null)
            patterns.ExcludePattern = exclude;

        Assert.True(await GatherAsync([First], patterns));

        Assert.Equal(expected, string.Join(' ', (await ReadAsync()).Select(log => log.Split('/')[1].Split('=')[0])));
    }

    [Fact]
    public async Task Only_regular_files_at_the_top_are_logs()
    {
        Write(First, "stdout", "x");
        Write(First, "below/inner", "x");
        File.CreateSymbolicLink(Path.Combine(LogDirectory(First), "link"), "/etc/passwd");
        using (var pipe = Process.Start("mkfifo", Path.Combine(LogDirectory(First), "pipe")))
            await pipe.WaitForExitAsync(Cancellation);
        Assert.True(await GatherAsync([First]));
        Assert.Equal([$"{First}/stdout=x"], await ReadAsync());
    }

    [Fact]
    public async Task Container_without_a_directory_has_no_logs()
    {
        Write(Second, "stdout", "x");
        Assert.True(await GatherAsync([First, Second]));
        Assert.Equal([$"{Second}/stdout=x"], await ReadAsync());
    }

    [Fact]
    public async Task Large_logs_take_no_more_memory()
    {
        const int Megabyte = 1 << 20;
        Directory.CreateDirectory(LogDirectory(First));
        await using (var large = File.Create(Path.Combine(LogDirectory(First), "large")))
            large.SetLength(200 * Megabyte);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.True(await GatherAsync([First]));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 20 * Megabyte);
        Assert.InRange(new FileInfo(NodeFile).Length, 200 * Megabyte, 201 * Megabyte);
    }

    [Fact]
    public async Task What_an_interrupted_attempt_left_is_replaced()
    {
        Write(First, "stdout", "x");
        Directory.CreateDirectory(Path.GetDirectoryName(NodeFile)!);
        await File.WriteAllTextAsync(NodeFile + ".tmp", "half", Cancellation);
        Assert.True(await GatherAsync([First]));
        Assert.Equal([$"{First}/stdout=x"], await ReadAsync());
        Assert.False(File.Exists(NodeFile + ".tmp"));
    }

    [Fact]
    public async Task Node_that_was_lost_and_came_back_keeps_what_it_gathered_before()
    {
        Write(First, "stdout", "before");
        Assert.True(await GatherAsync([First]));
        Write(Second, "stdout", "after");
        Assert.True(await GatherAsync([Second]));
        var texts = string.Join('\n', await ReadAsync());
        Assert.Contains("before", texts);
        Assert.Contains("after", texts);
    }

    [Fact]
    public async Task Disk_that_takes_nothing_is_told()
    {
        Write(First, "stdout", "x");
        await File.WriteAllTextAsync(Root, "no directory", Cancellation);
        Assert.False(await GatherAsync([First]));
    }

    [Fact]
    public async Task End_of_the_node_leaves_nothing_unfinished()
    {
        Write(First, "stdout", "x");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GatherAsync([First], cancellation: new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(NodeFile)!));
    }

    [Theory]
    [InlineData("../bob")]
    [InlineData("..")]
    [InlineData("")]
    public async Task User_whose_name_leads_elsewhere_gets_nothing(string user)
    {
        Write(First, "stdout", "x");
        Assert.False(await GatherAsync([First], user: user));
        Assert.False(Directory.Exists(Root));
    }

    private Task<bool> GatherAsync(
        string[] containers, LogAggregationContextProto? patterns = null, string user = "alice", CancellationToken? cancellation = null) =>
        new LogGatherer(Root, TimeProvider.System).GatherAsync(
            Application,
            user,
            _node,
            [.. containers.Select(container => new GatheredContainer(container, LogDirectory(container)))],
            patterns,
            cancellation ?? Cancellation);

    private async Task<List<string>> ReadAsync()
    {
        var configuration = HadoopConfiguration.FromProperties(new Dictionary<string, string> { [ConfigurationKeys.LogDirectory] = Root });
        var found = new List<string>();
        await foreach (var container in new AggregatedLogs(new LocalFileSystem(), configuration).ReadAsync("alice", Application, Cancellation))
        {
            Assert.Equal("localhost:8041", container.Node);
            await foreach (var file in container.Files)
            {
                using var reader = new StreamReader(file.Content, Encoding.UTF8);
                found.Add($"{container.ContainerId}/{file.Name}={await reader.ReadToEndAsync(Cancellation)}");
            }
        }

        return found;
    }

    private string LogDirectory(string container) => Path.Combine(_directory, "logs", container);

    private void Write(string container, string name, string text)
    {
        var path = Path.Combine(LogDirectory(container), name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);
}
