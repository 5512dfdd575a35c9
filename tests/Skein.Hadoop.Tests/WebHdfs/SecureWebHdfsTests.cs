using System.Security.Cryptography;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Delegation;
using Skein.Hadoop.Security.Gssapi;
using Skein.Hadoop.Tests.Security.Kerberos;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.Tests.WebHdfs;

/// <summary>WebHDFS with logins by Kerberos, and over TLS.</summary>
[Collection(KerberosRealm.Variables)]
public sealed class SecureWebHdfsTests(SecureWebCluster cluster) : IClassFixture<SecureWebCluster>, IAsyncDisposable
{
    private readonly RpcClient _rpc = new(new RpcOptions());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _rpc.DisposeAsync();

    [Theory]
    [InlineData("PEM")]
    [InlineData("JKS")]
    [InlineData("PKCS12")]
    public async Task A_server_is_trusted_by_a_file_of_any_kind(string kind)
    {
        await using var files = Open("swebhdfs", cluster.Trusting(kind));
        await RoundTripAsync(files);
    }

    [Fact]
    public async Task A_server_that_nobody_knows_is_not_trusted()
    {
        await using var files = Open("swebhdfs");
        var fault = await Assert.ThrowsAsync<WebServerException>(() => files.GetStatusAsync("/", Cancellation));
        Assert.StartsWith($"localhost:{cluster.Port}: the server's certificate is not trusted", fault.Message);
        Assert.Contains("ssl.client.truststore.location", fault.Message);
    }

    [Fact]
    public async Task A_server_of_another_name_is_not_trusted()
    {
        // The address of this host is not in the certificate.
        await using var files = Open(cluster.Configuration(cluster.Trusting("PEM")), "swebhdfs", "127.0.0.1", User(login: null));
        await Assert.ThrowsAsync<WebServerException>(() => files.GetStatusAsync("/", Cancellation));
    }

    [Fact]
    public async Task A_ticket_opens_it()
    {
        await using var files = Open("webhdfs");
        await RoundTripAsync(files);
    }

    [Fact]
    public async Task Without_a_ticket_the_command_that_gets_one_is_named()
    {
        var configuration = cluster.Configuration();
        KerberosRealm.Set("KRB5_CONFIG", cluster.Krb5Configuration);
        KerberosRealm.Set("KRB5CCNAME", "FILE:/no-such.cache");
        await using var files = Open(configuration, "webhdfs", "localhost", User(KerberosLogin.FromTicketCache()));
        var fault = await Assert.ThrowsAsync<KerberosException>(() => files.GetStatusAsync("/", Cancellation));
        Assert.Contains("kinit", fault.Message);
    }

    [Theory]
    [InlineData("webhdfs")]
    [InlineData("swebhdfs")]
    public async Task A_delegation_token_opens_it_without_a_ticket_until_it_is_cancelled(string scheme)
    {
        var configuration = cluster.Configuration(cluster.Trusting("PEM"));
        var alice = Alice();
        var root = Root(configuration, scheme, "localhost");
        var issuer = new WebTokenIssuer(WebTokenServer.OfNameNode(root, configuration), configuration, alice, TimeProvider.System);
        var token = (await issuer.GetAsync("alice", Cancellation))!;
        Assert.Equal(
            (scheme == "webhdfs" ? TokenKinds.WebHdfsDelegation : TokenKinds.SecureWebHdfsDelegation, $"127.0.0.1:{root.Port}"), (token.Kind, token.Service));

        var user = User(login: null);
        user.Credentials.Add(token);
        await using var files = Open(configuration, scheme, "localhost", user);
        await RoundTripAsync(files);
        Assert.True(await issuer.RenewAsync(token, Cancellation) > DateTimeOffset.UtcNow);
        await issuer.CancelAsync(token, Cancellation);
        await Assert.ThrowsAnyAsync<IOException>(() => files.GetStatusAsync("/", Cancellation));
    }

    [Fact]
    public async Task Each_server_that_is_named_issues_one_token()
    {
        var configuration = cluster.Configuration(cluster.Trusting("PEM"));
        await using var rpc = new RpcClient(RpcSettings.Read(configuration));
        var factory = new FileSystemFactory(configuration, Alice(), rpc);
        var nameNode = factory.OpenDefault().Root.Authority;
        Uri[] others = [new("hdfs:///a"), new($"hdfs://{nameNode}/b"), Root(configuration, "webhdfs", "localhost"), Root(configuration, "swebhdfs", "localhost")];
        var tokens = await DelegationTokens.GetAsync(await factory.FindTokenIssuersAsync(others, Cancellation), "alice", Cancellation);
        var credentials = new Credentials();
        tokens.AddTo(credentials);
        Assert.Equal(
            [TokenKinds.HdfsDelegation, TokenKinds.WebHdfsDelegation, TokenKinds.SecureWebHdfsDelegation],
            credentials.Tokens.Values.Select(token => token.Kind));
        await tokens.CancelAsync(Cancellation);
    }

    private IFileSystem Open(string scheme, params (string, string)[] settings) =>
        Open(cluster.Configuration(settings), scheme, "localhost", Alice());

    private IFileSystem Open(HadoopConfiguration configuration, string scheme, string host, UserIdentity user) =>
        new FileSystemFactory(configuration, user, _rpc).Open(Root(configuration, scheme, host));

    private Uri Root(HadoopConfiguration configuration, string scheme, string host) =>
        new($"{scheme}://{host}:{(scheme == "swebhdfs" ? $"{cluster.Port}" : configuration.Get("dfs.namenode.http-address")!.Split(':')[1])}/");

    private UserIdentity Alice()
    {
        cluster.Configuration();
        KerberosRealm.Set("KRB5_CONFIG", cluster.Krb5Configuration);
        return User(KerberosLogin.FromKeytab("alice", cluster.Keytab("alice")));
    }

    private static UserIdentity User(KerberosLogin? login) => new("alice", new Credentials()) { Kerberos = login };

    private static async Task RoundTripAsync(IFileSystem files)
    {
        var path = $"/user/alice/{Guid.NewGuid():N}";
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        await using (var stream = await files.CreateAsync(path, new FileCreation(), Cancellation))
            await stream.WriteAsync(content, Cancellation);
        Assert.Equal("alice", (await files.GetStatusAsync(path, Cancellation))!.Owner);
        await using (var stream = await files.OpenReadAsync(path, Cancellation))
        {
            var read = new byte[content.Length];
            await stream.ReadExactlyAsync(read, Cancellation);
            Assert.Equal(content, read);
        }

        Assert.True(await files.DeleteAsync(path, recursive: false, Cancellation));
    }
}
