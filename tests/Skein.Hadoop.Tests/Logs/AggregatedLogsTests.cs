using System.Buffers.Binary;
using System.Text;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Logs;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Hadoop.Tests.Logs;

public sealed class AggregatedLogsTests
{
    [Theory]
    [InlineData("logs-tfile-none.bin", "0067")]
    [InlineData("logs-tfile-gz.bin", "0066")]
    [InlineData("logs-indexed-none.bin", "0064")]
    [InlineData("logs-indexed-gz.bin", "0065")]
    public async Task Files_of_a_real_NodeManager_are_read(string fixture, string application)
    {
        var logs = await LogFixtures.ReadLogsAsync(GoldenFile.ReadBytes(fixture));

        var child = $"container_1795223598254_{application}_01_000002";
        Assert.Equal("child stdout: héllo wörld 😀\n", logs[child + "/stdout"]);
        Assert.Equal("child stderr\n", logs[child + "/stderr"]);
        Assert.Equal("no newline", logs[child + "/üni.txt"]);
        Assert.Equal("", logs[child + "/empty.log"]);
        Assert.Equal("", logs[child + "/prelaunch.err"]);
        Assert.StartsWith("Setting up env variables\n", logs[child + "/prelaunch.out"]);
        var master = $"container_1795223598254_{application}_01_000001";
        Assert.Contains("AM stdout line\n", logs[master + "/stdout"]);
        Assert.Equal("am stderr text\n", logs[master + "/stderr"]);
    }

    [Theory]
    [InlineData("logs-tfile-gz.bin", "container_1795223598254_0066_01_000002")]
    [InlineData("logs-indexed-gz.bin", "container_1795223598254_0065_01_000002")]
    public async Task Large_logs_are_read_whole(string fixture, string container)
    {
        var logs = await LogFixtures.ReadLogsAsync(GoldenFile.ReadBytes(fixture));
        var line = new string('a', 99) + "\n";
        Assert.Equal(string.Concat(Enumerable.Repeat(line, 30_000)), logs[container + "/big.log"]);
    }

    [Theory]
    [InlineData("/tmp/logs/testuser/bucket-logs-tfile/0067/")]
    [InlineData("/tmp/logs/testuser/bucket-logs-indexedfile/0067/")]
    [InlineData("/tmp/logs/testuser/bucket-logs-ifile/0067/")]
    [InlineData("/tmp/logs/testuser/logs-tfile/")]
    [InlineData("/tmp/logs/testuser/logs-ifile/")]
    [InlineData("/tmp/logs/testuser/logs/")]
    public async Task Logs_are_found_in_every_layout(string parent)
    {
        var files = new MemoryFileSystem();
        files.Add($"{parent}{LogFixtures.Application}/localhost_8041", GoldenFile.ReadBytes("logs-tfile-none.bin"));
        Assert.NotEmpty(await LogFixtures.ReadLogsAsync(files));
    }

    [Fact]
    public void Settings_of_a_log_format_name_its_directory()
    {
        var configuration = HadoopConfiguration.FromProperties(new Dictionary<string, string>
        {
            ["yarn.log-aggregation.file-formats"] = "Ours",
            ["yarn.log-aggregation.Ours.remote-app-log-dir"] = "hdfs://namenode:9000/app-logs/",
            ["yarn.log-aggregation.Ours.remote-app-log-dir-suffix"] = "kept",
        });

        var directories =
            new AggregatedLogs(new MemoryFileSystem(), configuration).Directories("alice", "application_1_123456");

        Assert.Equal("/app-logs/alice/bucket-kept/3456/application_1_123456", directories[0]);
        Assert.Contains("/app-logs/alice/kept/application_1_123456", directories);
        Assert.Contains("/tmp/logs/alice/logs/application_1_123456", directories);
        Assert.Equal(directories.Distinct(), directories);
    }

    [Theory]
    [InlineData("application_1")]
    [InlineData("application_1_x")]
    [InlineData("job_1_2")]
    [InlineData("application_1_../2")]
    public void An_id_that_is_none_is_refused(string id) =>
        Assert.Throws<ArgumentException>(() => new AggregatedLogs(new MemoryFileSystem(), LogFixtures.Defaults).Directories("alice", id));

    [Fact]
    public async Task Uploads_in_progress_are_passed_over()
    {
        var files = new MemoryFileSystem();
        files.Add(LogFixtures.NodeFile + ".tmp", [1, 2, 3]);
        Assert.Empty(await LogFixtures.ReadLogsAsync(files));
    }

    [Fact]
    public async Task No_logs_are_an_empty_sequence() => Assert.Empty(await LogFixtures.ReadLogsAsync(new MemoryFileSystem()));

    [Fact]
    public async Task Logs_that_are_not_asked_for_are_skipped()
    {
        var files = new MemoryFileSystem();
        files.Add(LogFixtures.NodeFile, GoldenFile.ReadBytes("logs-tfile-gz.bin"));
        var logs = new AggregatedLogs(files, LogFixtures.Defaults);
        var containers = new List<(string, string)>();
        var cancellation = TestContext.Current.CancellationToken;

        await foreach (var container in logs.ReadAsync("testuser", LogFixtures.Application, cancellation))
        {
            containers.Add((container.ContainerId, container.Node));
            await foreach (var _ in container.Files)
                break;
        }

        Assert.Equal(
            [
                ("container_1795223598254_0066_01_000002", "localhost:8041"),
                ("container_1795223598254_0066_01_000001", "localhost:8041"),
            ],
            containers);
    }

    [Theory]
    [InlineData("host_8041", "host:8041")]
    [InlineData("host.example.com_45454_1700000000000", "host.example.com:45454")]
    [InlineData("my_host_8041", "my_host:8041")]
    [InlineData("something", "something")]
    [InlineData("_8041", "_8041")]
    public async Task The_node_is_read_from_the_name_of_its_file(string name, string node)
    {
        var files = new MemoryFileSystem();
        files.Add($"{LogFixtures.Directory}/{name}", GoldenFile.ReadBytes("logs-tfile-none.bin"));
        var logs = new AggregatedLogs(files, LogFixtures.Defaults);
        await foreach (var container in logs.ReadAsync("testuser", LogFixtures.Application, TestContext.Current.CancellationToken))
            Assert.Equal(node, container.Node);
    }

    [Fact]
    public async Task An_archive_is_refused_by_name()
    {
        var files = new MemoryFileSystem();
        files.Add(LogFixtures.Directory + "/" + LogFixtures.Application + ".har", []);
        var fault = await Assert.ThrowsAsync<LogFormatException>(() => LogFixtures.ReadLogsAsync(files));
        Assert.Contains(".har", fault.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unfinished_append_to_an_indexed_file_is_not_read(bool isRecentForm)
    {
        var whole = GoldenFile.ReadBytes("logs-indexed-none.bin");
        var end = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(end, whole.Length);
        var name = Encoding.UTF8.GetBytes("localhost_8041");
        byte[] recent = [0, 0, 0, (byte)name.Length, .. name, .. end];
        var files = new MemoryFileSystem();
        files.Add(LogFixtures.NodeFile, [.. whole, .. new byte[1000]]);
        files.Add(LogFixtures.NodeFile + "-checksum", isRecentForm ? recent : end);

        Assert.Equal(10, (await LogFixtures.ReadLogsAsync(files)).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(1000)]
    public async Task A_malformed_checksum_file_is_named(int length)
    {
        var files = new MemoryFileSystem();
        files.Add(LogFixtures.NodeFile, GoldenFile.ReadBytes("logs-indexed-none.bin"));
        files.Add(LogFixtures.NodeFile + "-checksum", new byte[length]);
        var fault = await Assert.ThrowsAsync<LogFormatException>(() => LogFixtures.ReadLogsAsync(files));
        Assert.StartsWith(LogFixtures.NodeFile + "-checksum: ", fault.Message);
    }
}
