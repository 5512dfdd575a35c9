using System.Text;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Kms;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Delegation;
using Skein.Hadoop.Tests.Web;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.Tests.Security.Delegation;

/// <summary>Tokens of WebHDFS and of a KMS, as far as no login is concerned.</summary>
public sealed class WebTokenIssuerTests : IAsyncDisposable
{
    // As servers issue it, a token says neither what it opens nor, at WebHDFS, what it is.
    private static readonly Token Issued = new(Encoding.ASCII.GetBytes("identifier"), new Secret("password"u8.ToArray()), TokenKinds.HdfsDelegation, "");

    private readonly ScriptedWebServer _server = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Keys => $"kms://http@localhost:{_server.Port}/kms";

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_token_of_WebHDFS_names_its_kind_and_the_address_of_the_web()
    {
        _server.Answer("/webhdfs/v1/", $$$"""{"Token": {"urlString": "{{{Issued.ToUrlString()}}}"}}""");
        var token = await NameNode().GetAsync("yarn/rm@EXAMPLE.COM", Cancellation);
        Assert.Equal(Issued with { Kind = TokenKinds.WebHdfsDelegation, Service = $"127.0.0.1:{_server.Port}" }, token);
        Assert.Equal("/webhdfs/v1/?op=GETDELEGATIONTOKEN&renewer=yarn%2Frm%40EXAMPLE.COM", Assert.Single(_server.Requests));
    }

    [Fact]
    public async Task A_token_of_a_KMS_is_for_its_address_as_it_is_configured_whichever_server_answers()
    {
        _server.Answer("/kms/v1/", $$$"""{"Token": {"urlString": "{{{Issued.ToUrlString()}}}"}}""");
        // Nobody listens at the port on the first address.
        var address = Keys.Replace("localhost", "127.0.0.9;localhost", StringComparison.Ordinal);
        var token = await KeyServer(address).GetAsync("yarn", Cancellation);
        Assert.Equal(Issued with { Kind = TokenKinds.KeyManagement, Service = address }, token);
    }

    [Fact]
    public async Task A_token_is_renewed_and_cancelled_by_its_text()
    {
        _server.Answer("/kms/v1/", request => new ScriptedAnswer(request.Target.Contains("RENEW", StringComparison.Ordinal) ? """{"long": 1700000000000}""" : ""));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000), await KeyServer(Keys).RenewAsync(Issued, Cancellation));
        await KeyServer(Keys).CancelAsync(Issued, Cancellation);
        Assert.Equal(
            [$"PUT /kms/v1/?op=RENEWDELEGATIONTOKEN&token={Issued.ToUrlString()}", $"PUT /kms/v1/?op=CANCELDELEGATIONTOKEN&token={Issued.ToUrlString()}"],
            _server.Received.Select(request => $"{request.Method} {request.Target}"));
    }

    [Fact]
    public async Task A_gateway_gets_the_token_of_the_user_it_acts_for()
    {
        _server.Answer("/webhdfs/v1/", $$$"""{"Token": {"urlString": "{{{Issued.ToUrlString()}}}"}}""");
        await NameNode(new UserIdentity("gateway", new Credentials()).ActFor("alice")).GetAsync("yarn", Cancellation);
        Assert.EndsWith("&renewer=yarn&doas=alice", Assert.Single(_server.Requests));
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_servers_words()
    {
        _server.Answer("/webhdfs/v1/", _ => new ScriptedAnswer(
            """{"RemoteException": {"exception": "IOException", "javaClassName": "java.io.IOException", "message": "only with kerberos"}}""", "403 Forbidden"));
        var refused = await Assert.ThrowsAsync<RemoteException>(() => NameNode().GetAsync("yarn", Cancellation));
        Assert.Equal("only with kerberos", refused.Message);
    }

    [Theory]
    [InlineData("""{"Token": null}""", "200 OK")]
    [InlineData("""{"Token": {"urlString": "???"}}""", "200 OK")]
    [InlineData("""{"Token": {"urlString": "AAAA"}}""", "200 OK")]
    [InlineData("{}", "200 OK")]
    [InlineData("<html>", "401 Unauthorized")]
    [InlineData("", "500 Internal Server Error")]
    public async Task What_is_no_token_is_refused_naming_the_server_and_nothing_of_the_token(string body, string status)
    {
        _server.Answer("/webhdfs/v1/", _ => new ScriptedAnswer(body, status));
        var fault = await Assert.ThrowsAsync<WebServerException>(() => NameNode().GetAsync("yarn", Cancellation));
        Assert.StartsWith($"localhost:{_server.Port}: ", fault.Message);
        Assert.DoesNotContain("AAAA", fault.Message);
    }

    [Theory]
    [InlineData("""{"long": "soon"}""")]
    [InlineData("""{"long": 9223372036854775807}""")]
    public async Task What_is_no_time_is_refused(string body)
    {
        _server.Answer("/kms/v1/", body);
        await Assert.ThrowsAsync<WebServerException>(() => KeyServer(Keys).RenewAsync(Issued, Cancellation));
    }

    private WebTokenIssuer NameNode(UserIdentity? user = null) =>
        Issuer(WebTokenServer.OfNameNode(new Uri($"webhdfs://localhost:{_server.Port}/"), HadoopConfiguration.FromProperties([])), user);

    private static WebTokenIssuer KeyServer(string address) => Issuer(WebTokenServer.OfKeys(KmsAddress.Parse(address)), user: null);

    private static WebTokenIssuer Issuer(WebTokenServer server, UserIdentity? user) => new(
        server, HadoopConfiguration.FromProperties([]), user ?? new UserIdentity("alice", new Credentials()), TimeProvider.System);
}
