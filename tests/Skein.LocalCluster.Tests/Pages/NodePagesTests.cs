using System.Text;
using System.Text.Json;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Logs;
using Skein.Hadoop.Security;

namespace Skein.LocalCluster.Tests.Pages;

public sealed class NodePagesTests : IAsyncDisposable
{
    private const string Container = "container_1700000000000_0001_01_000002";
    private const string Logs = $"/ws/v1/node/containers/{Container}/logs";

    private readonly TestSite _site = new();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Logs_of_a_running_container_are_read_as_those_of_any_node()
    {
        _site.AddLogs(Container, isRunning: true, ("stdout", "héllo\nLogContents:\n"), ("empty", ""), ("ü ?#%.log", "x"));
        using var logs = new NodeLogs(HadoopConfiguration.FromProperties([]), new UserIdentity("alice", new Credentials()), TimeProvider.System);
        var found = new List<string>();
        await foreach (var file in logs.Read($"localhost:{_site.Port}", Container).Files.WithCancellation(TestContext.Current.CancellationToken))
        {
            using var reader = new StreamReader(file.Content, Encoding.UTF8);
            found.Add($"{file.Name}={await reader.ReadToEndAsync(TestContext.Current.CancellationToken)}");
        }

        Assert.Equal(["empty=", "stdout=héllo\nLogContents:\n", "ü ?#%.log=x"], found);
    }

    [Fact]
    public async Task List_has_the_form_of_Hadoops()
    {
        _site.AddLogs(Container, isRunning: true, ("stdout", "abc"));
        File.SetLastWriteTimeUtc(Path.Combine(_site.Directory, Container, "stdout"), new DateTime(2026, 11, 6, 1, 8, 45, DateTimeKind.Utc));
        using var response = await _site.SendAsync(HttpMethod.Get, Logs);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            """{"containerLogsInfo":{"containerLogInfo":[{"fileName":"stdout","fileSize":"3","lastModifiedTime":"Fri Nov 06 01:08:45 +0000 2026"}],"""
            + "\"logAggregationType\":\"LOCAL\",\"containerId\":\"" + Container + "\",\"nodeId\":\"localhost:8041\"}}",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", "0123456789")]
    [InlineData("?size=3", "012")]
    [InlineData("?size=-4", "6789")]
    [InlineData("?size=-40", "0123456789")]
    [InlineData("?size=-9223372036854775808", "0123456789")]
    [InlineData("?size=0", "")]
    public async Task File_comes_whole_or_in_part(string query, string expected)
    {
        _site.AddLogs(Container, isRunning: true, ("log", "0123456789"));
        File.SetLastWriteTimeUtc(Path.Combine(_site.Directory, Container, "log"), new DateTime(2026, 11, 6, 1, 8, 45, DateTimeKind.Utc));
        var (status, text) = await _site.GetAsync($"{Logs}/log{query}");
        Assert.Equal(200, status);
        Assert.Equal(
            $"Container: {Container} on localhost:8041\nLogAggregationType: LOCAL\n{new string('=', 67)}\nLogType:log\n"
            + $"LogLastModifiedTime:Fri Nov 06 01:08:45 +0000 2026\nLogLength:10\nLogContents:\n{expected}"
            + $"End of LogType:log.This log file belongs to a running container ({Container}) and so may not be complete.\n{new string('*', 68)}\n\n",
            text);
    }

    [Fact]
    public async Task File_of_a_container_that_ended_is_complete()
    {
        _site.AddLogs(Container, isRunning: false, ("log", "x"));
        Assert.Contains("\nLogContents:\nxEnd of LogType:log.\n****", (await _site.GetAsync($"{Logs}/log")).Text);
        Assert.Equal((await _site.GetAsync($"{Logs}/log")).Text, (await _site.GetAsync($"/ws/v1/node/containerlogs/{Container}/log")).Text);
    }

    [Theory]
    [InlineData($"{Logs}/nothing", 404, "Cannot find this log on the local disk")]
    [InlineData($"{Logs}/..%2F..%2Fsecret", 404, "Cannot find this log")]
    [InlineData($"{Logs}/link", 404, "Cannot find this log")]
    [InlineData($"{Logs}/below", 404, "Cannot find this log")]
    [InlineData($"{Logs}/%00", 404, "Cannot find this log")]
    [InlineData($"{Logs}/log?format=html", 400, "format are [text, octet-stream]")]
    [InlineData($"{Logs}/log?size=x", 400, "size")]
    [InlineData("/ws/v1/node/containers/container_1_0001_01_000009/logs", 503, "Unknown container")]
    [InlineData("/ws/v1/node/containers/container_1_0001_01_000009/logs/log", 404, "Unknown container")]
    [InlineData("/ws/v1/node/containers/foo/logs", 400, "invalid container id, foo")]
    [InlineData("/ws/v1/node/containers/foo/logs/log", 400, "")]
    [InlineData("/node/containerlogs/container_1_0001_01_000009/alice", 404, "/cluster/logs/application_1_0001")]
    [InlineData("/node/elsewhere", 404, "no such page")]
    public async Task What_is_not_there_is_told_as_a_node_does(string path, int status, string text)
    {
        _site.AddLogs(Container, isRunning: true, ("log", "x"));
        await File.WriteAllTextAsync(Path.Combine(_site.Directory, "secret"), "!", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(_site.Directory, Container, "link"), "../secret");
        Directory.CreateDirectory(Path.Combine(_site.Directory, Container, "below"));
        var answer = await _site.GetAsync(path);
        Assert.Equal(status, answer.Status);
        Assert.Contains(text, answer.Text);
    }

    [Fact]
    public async Task Refusal_has_the_form_of_Hadoops()
    {
        var (_, text) = await _site.GetAsync("/ws/v1/node/containers/foo/logs");
        var exception = JsonDocument.Parse(text).RootElement.GetProperty("RemoteException");
        Assert.Equal("BadRequestException", exception.GetProperty("exception").GetString());
        Assert.Equal("java.lang.Exception: invalid container id, foo", exception.GetProperty("message").GetString());
        Assert.Equal("org.apache.hadoop.yarn.webapp.BadRequestException", exception.GetProperty("javaClassName").GetString());
    }

    [Fact]
    public async Task People_get_a_page_and_the_plain_file()
    {
        _site.AddLogs(Container, isRunning: true, ("<a>.log", "plain\n"));
        var (_, page) = await _site.GetAsync($"/node/containerlogs/{Container}/alice");
        Assert.Contains($"<a href=\"/node/containerlogs/{Container}/alice/%3Ca%3E.log\">&lt;a&gt;.log</a>", page);
        Assert.Equal((200, "plain\n"), await _site.GetAsync($"/node/containerlogs/{Container}/alice/%3Ca%3E.log"));
        Assert.Equal(404, (await _site.GetAsync($"/node/containerlogs/{Container}/alice/other")).Status);
    }
}
