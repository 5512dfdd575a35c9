using System.Text;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Logs;
using Skein.Hadoop.Security;
using Skein.Hadoop.Tests.Web;

namespace Skein.Hadoop.Tests.Logs;

public sealed class NodeLogsTests : IAsyncDisposable
{
    private const string Container = "container_1_0001_01_000002";
    private const string Logs = $"/ws/v1/node/containers/{Container}/logs";

    private readonly ScriptedWebServer _node = new();
    private readonly NodeLogs _logs = new(HadoopConfiguration.FromProperties([]), new UserIdentity("me", new Credentials()), TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        _logs.Dispose();
        await _node.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"containerLogsInfo": [{"logAggregationType": "LOCAL", "containerLogInfo": [{"fileName": "a.log"}, {"fileName": "b"}]}]}""")]
    [InlineData("""
        {"containerLogsInfo": [
            {"logAggregationType": "LOCAL", "containerLogInfo": [{"fileName": "a.log"}, {"fileName": "b"}]},
            {"logAggregationType": "AGGREGATED", "containerLogInfo": {"fileName": "old"}}
        ]}
        """)]
    public async Task Files_are_listed_and_read_as_they_are_on_the_node(string list)
    {
        _node.Answer(Logs, list).Answer($"{Logs}/a.log", File("a.log", "first\nLogContents:\n")).Answer($"{Logs}/b", File("b", "x"));
        Assert.Equal([("a.log", "first\nLogContents:\n"), ("b", "x")], await ReadAsync());
        Assert.All(_node.Requests, target => Assert.EndsWith("?user.name=me", target));
    }

    [Fact]
    public async Task One_file_may_be_listed_without_brackets_and_be_empty()
    {
        _node.Answer(Logs, """{"containerLogsInfo": {"containerLogInfo": {"fileName": "empty"}}}""")
            .Answer($"{Logs}/empty", "End of LogType:empty.\n*****\n");
        Assert.Equal([("empty", "")], await ReadAsync());
    }

    [Fact]
    public async Task Container_without_files_has_no_logs()
    {
        _node.Answer(Logs, """{"containerLogsInfo": null}""");
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task Name_of_a_file_is_never_a_way_to_another_address()
    {
        _node.Answer(Logs, """{"containerLogsInfo": {"containerLogInfo": {"fileName": "../a?b=c"}}}""")
            .Answer($"{Logs}/..%2Fa%3Fb%3Dc", File("../a?b=c", "x"));
        Assert.Equal([("../a?b=c", "x")], await ReadAsync());
    }

    [Fact]
    public async Task Node_that_knows_no_such_container_is_named()
    {
        var refused = await Assert.ThrowsAsync<IOException>(ReadAsync);
        Assert.StartsWith($"The NodeManager at {_node.Address} gives no logs of {Container} (HTTP 404)", refused.Message);
    }

    [Fact]
    public async Task Node_that_wants_a_login_is_named_where_there_is_none()
    {
        _node.Answer(Logs, _ => new ScriptedAnswer("", "401 Unauthorized", "WWW-Authenticate: Negotiate\r\n"));
        var refused = await Assert.ThrowsAsync<IOException>(ReadAsync);
        Assert.StartsWith($"The NodeManager at {_node.Address} gives no logs of {Container} (HTTP 401); it wants a login by Kerberos", refused.Message);
    }

    [Fact]
    public async Task Node_that_can_not_be_reached_is_named()
    {
        await _node.DisposeAsync();
        var refused = await Assert.ThrowsAsync<IOException>(ReadAsync);
        Assert.StartsWith($"The NodeManager can not be asked for logs: {_node.Address}: ", refused.Message);
    }

    [Theory]
    [InlineData("<html>Welcome</html>")]
    [InlineData("""{"containerLogsInfo": [{"containerLogInfo": [{"name": "a"}]}]}""")]
    [InlineData("""{"containerLogsInfo": [3]}""")]
    [InlineData("[]")]
    public async Task List_of_another_form_is_refused(string list)
    {
        _node.Answer(Logs, list);
        await Assert.ThrowsAsync<LogFormatException>(ReadAsync);
    }

    [Theory]
    [InlineData("<html>Welcome</html>")]
    [InlineData("LogType:a\nLogContents:\nx")]
    [InlineData("LogLength:5\nLogContents:\nx")]
    [InlineData("LogLength:5\n")]
    public async Task File_of_another_form_is_refused(string file)
    {
        _node.Answer(Logs, """{"containerLogsInfo": {"containerLogInfo": {"fileName": "a"}}}""").Answer($"{Logs}/a", file);
        await Assert.ThrowsAsync<LogFormatException>(ReadAsync);
    }

    private static string File(string name, string contents) =>
        $"Container: {Container} on node:1\nLogAggregationType: LOCAL\n====\nLogType:{name}\nLogLastModifiedTime:now\n"
        + $"LogLength:{contents.Length}\nLogContents:\n{contents}End of LogType:{name}.\n*****\n";

    private async Task<List<(string Name, string Contents)>> ReadAsync()
    {
        var files = new List<(string, string)>();
        await foreach (var file in _logs.Read(_node.Address, Container).Files.WithCancellation(TestContext.Current.CancellationToken))
        {
            using var reader = new StreamReader(file.Content, Encoding.UTF8);
            files.Add((file.Name, await reader.ReadToEndAsync(TestContext.Current.CancellationToken)));
        }

        return files;
    }
}
