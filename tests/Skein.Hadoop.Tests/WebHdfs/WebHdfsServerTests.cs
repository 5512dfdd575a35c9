using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Security;
using Skein.Hadoop.Tests.Web;
using Skein.Hadoop.Web;
using Skein.Hadoop.WebHdfs;

namespace Skein.Hadoop.Tests.WebHdfs;

/// <summary>What servers do that a real cluster does not do when it is asked to.</summary>
public sealed class WebHdfsServerTests : IAsyncDisposable
{
    private const string File = "/webhdfs/v1/f";
    private const string Content = "0123456789";

    private readonly ScriptedWebServer _server = new();
    private readonly WebHdfsFileSystem _files;

    public WebHdfsServerTests() => _files = Open(new UserIdentity("alice", new Credentials()));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _files.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Content_that_breaks_off_is_read_on_from_there()
    {
        _server.Answer(File, request => request.Target.Contains("GETFILESTATUS", StringComparison.Ordinal)
            ? new ScriptedAnswer(Status(Content.Length))
            : ScriptedAnswer.Redirect($"http://{_server.Address}/dn?{request.Target.Split('?')[1]}"));
        _server.Answer("/dn", request => request.Target.Contains("offset=0&", StringComparison.Ordinal)
            ? new ScriptedAnswer(Content[..4], Announced: Content.Length)
            : new ScriptedAnswer(Content[4..]));
        await using var stream = await _files.OpenReadAsync("/f", Cancellation);
        using var reader = new StreamReader(stream);
        Assert.Equal(Content, await reader.ReadToEndAsync(Cancellation));
        Assert.Contains(_server.Requests, target => target.StartsWith("/dn?op=OPEN&offset=4&", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_simple_cluster_is_told_the_users_name_and_for_whom_he_acts()
    {
        _server.Answer(File, Status(1));
        await _files.GetStatusAsync("/f", Cancellation);
        await using var proxied = Open(new UserIdentity("bob", new Credentials(), RealUser: "al ice"));
        await proxied.GetStatusAsync("/f", Cancellation);
        Assert.Equal([$"{File}?op=GETFILESTATUS&user.name=alice", $"{File}?op=GETFILESTATUS&user.name=al%20ice&doas=bob"], _server.Requests);
    }

    [Fact]
    public async Task A_token_is_only_shown_to_the_server_that_it_is_for_and_never_in_a_message()
    {
        var (ours, others) = (Token($"127.0.0.1:{_server.Port}"), Token("127.0.0.1:1"));
        var user = new UserIdentity("alice", new Credentials());
        user.Credentials.Add(others);
        user.Credentials.Add(ours);
        await using var files = Open(user, "kerberos");
        var fault = await Assert.ThrowsAsync<WebServerException>(() => files.CreateDirectoryAsync("/f", 0b111_101_101, Cancellation));
        Assert.EndsWith($"&delegation={ours.ToUrlString()}", Assert.Single(_server.Requests));
        Assert.DoesNotContain(ours.ToUrlString(), fault.ToString());
    }

    [Theory]
    [InlineData("ftp://elsewhere/")]
    [InlineData("https://elsewhere/")]
    [InlineData("not an address")]
    public async Task A_redirect_to_what_is_no_web_server_of_the_same_kind_is_refused(string location)
    {
        _server.Answer(File, request => request.Target.Contains("GETFILESTATUS", StringComparison.Ordinal)
            ? new ScriptedAnswer(Status(1))
            : ScriptedAnswer.Redirect(location));
        var file = new WebHdfsReadStream(
            new WebHdfsClient(new Uri($"http://{_server.Address}/"), service: null, Configuration("simple"), new UserIdentity("alice", new Credentials()), new NoPatience()),
            new FileStatus("/f", false, 1, 0, 0, "", ""));
        var fault = await Assert.ThrowsAsync<WebServerException>(async () => await file.ReadExactlyAsync(new byte[1], Cancellation));
        Assert.Contains("is none of http", fault.Message);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"FileStatus": []}""")]
    [InlineData("""{"FileStatus": {"pathSuffix": "../x", "type": "FILE", "length": 1, "modificationTime": 1, "permission": "644"}}""")]
    [InlineData("""{"FileStatus": {"pathSuffix": "", "type": "FILE", "length": 1, "modificationTime": 1, "permission": "999", "owner": "", "group": ""}}""")]
    public async Task An_answer_that_makes_no_sense_is_said_to_make_none(string answer)
    {
        _server.Answer(File, answer);
        var fault = await Assert.ThrowsAsync<WebServerException>(() => _files.GetStatusAsync("/f", Cancellation));
        Assert.StartsWith(_server.Address, fault.Message);
    }

    [Fact]
    public async Task An_error_without_a_reason_names_server_and_status()
    {
        _server.Answer(File, _ => new ScriptedAnswer("<html>busy</html>", "503 Service Unavailable"));
        var fault = await Assert.ThrowsAsync<WebServerException>(() => _files.GetStatusAsync("/f", Cancellation));
        Assert.Equal($"{_server.Address}: answers HTTP 503 and no reason for /f", fault.Message);
    }

    [Fact]
    public async Task A_data_node_that_refuses_what_is_appended_is_reported_and_nothing_stays_behind()
    {
        _server.Answer("/webhdfs/v1/*", request => request.Method switch
        {
            "GET" when request.Target.Contains(".part", StringComparison.Ordinal) => new ScriptedAnswer(Status(0)),
            "GET" => new ScriptedAnswer("""{"RemoteException": {"javaClassName": "java.io.FileNotFoundException", "message": "no"}}""", "404 Not Found"),
            "DELETE" => new ScriptedAnswer("""{"boolean": true}"""),
            _ => ScriptedAnswer.Redirect($"http://{_server.Address}/{request.Method}"),
        });
        _server.Answer("/PUT", _ => new ScriptedAnswer("", "201 Created"));
        _server.Answer("/POST", _ => new ScriptedAnswer(
            """{"RemoteException": {"javaClassName": "org.apache.hadoop.hdfs.protocol.DSQuotaExceededException", "message": "full"}}""", "403 Forbidden"));
        var stream = await _files.CreateAsync("/f", new FileCreation(), Cancellation);
        await stream.WriteAsync(new byte[10], Cancellation);
        var fault = await Assert.ThrowsAsync<FileSystemException>(async () => await stream.DisposeAsync());
        Assert.Equal(FileSystemFault.QuotaExceeded, fault.Fault);
        Assert.StartsWith("/f: ", fault.Message);
        Assert.Equal("DELETE", _server.Received[^1].Method);
    }

    [Fact]
    public async Task The_active_one_of_several_NameNodes_is_found_and_remembered()
    {
        await using var gone = new ScriptedWebServer();
        await gone.DisposeAsync();
        await using var standby = new ScriptedWebServer().Answer(File, _ => new ScriptedAnswer(
            """{"RemoteException": {"javaClassName": "org.apache.hadoop.ipc.StandbyException", "message": "standby"}}""", "403 Forbidden"));
        _server.Answer(File, Status(7));
        var configuration = HadoopConfiguration.FromProperties(
        [
            new("dfs.ha.namenodes.ns", "nn1,nn2,nn3"),
            new("dfs.namenode.http-address.ns.nn1", gone.Address),
            new("dfs.namenode.http-address.ns.nn2", standby.Address),
            new("dfs.namenode.http-address.ns.nn3", _server.Address),
        ]);
        await using var files = new WebHdfsFileSystem(
            new Uri("webhdfs://ns"), configuration, new UserIdentity("alice", new Credentials()), TimeProvider.System);
        Assert.Equal("webhdfs://ns/", files.Root.ToString());
        Assert.Equal(7, (await files.GetStatusAsync("/f", Cancellation))!.Length);
        Assert.Equal(7, (await files.GetStatusAsync("/f", Cancellation))!.Length);
        Assert.Equal((1, 2), (standby.Requests.Count, _server.Requests.Count));
    }

    [Fact]
    public async Task A_refusal_by_the_active_NameNode_is_not_taken_elsewhere()
    {
        await using var other = new ScriptedWebServer();
        _server.Answer(File, _ => new ScriptedAnswer(
            """{"RemoteException": {"javaClassName": "org.apache.hadoop.security.AccessControlException", "message": "no"}}""", "403 Forbidden"));
        var configuration = HadoopConfiguration.FromProperties(
        [
            new("dfs.ha.namenodes.ns", "nn1,nn2"),
            new("dfs.namenode.http-address.ns.nn1", _server.Address),
            new("dfs.namenode.http-address.ns.nn2", other.Address),
        ]);
        await using var files = new WebHdfsFileSystem(
            new Uri("webhdfs://ns"), configuration, new UserIdentity("alice", new Credentials()), TimeProvider.System);
        var fault = await Assert.ThrowsAsync<FileSystemException>(() => files.GetStatusAsync("/f", Cancellation));
        Assert.Equal(FileSystemFault.AccessDenied, fault.Fault);
        Assert.Empty(other.Requests);
    }

    private static HadoopConfiguration Configuration(string authentication) =>
        HadoopConfiguration.FromProperties([new(ConfigurationKeys.Authentication, authentication)]);

    private static Token Token(string service) => new(new byte[] { 1, 2 }, new Secret(new byte[] { 3 }), TokenKinds.WebHdfsDelegation, service);

    private static string Status(int length) =>
        $$$"""{"FileStatus": {"pathSuffix": "", "type": "FILE", "length": {{{length}}}, "modificationTime": 1, "permission": "644", "owner": "a", "group": "b"}}""";

    private WebHdfsFileSystem Open(UserIdentity user, string authentication = "simple") =>
        new(new Uri($"webhdfs://{_server.Address}"), Configuration(authentication), user, TimeProvider.System);

    /// <summary>A clock whose pauses are over at once.</summary>
    private sealed class NoPatience : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime < TimeSpan.FromSeconds(10) ? TimeSpan.Zero : dueTime, period);
    }
}
