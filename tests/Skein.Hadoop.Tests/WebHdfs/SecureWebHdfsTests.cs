using System.Security.Cryptography;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
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
    public async Task A_delegation_token_opens_it_without_a_ticket(string scheme)
    {
        var configuration = cluster.Configuration(cluster.Trusting("PEM"));
        await using var owner = Open(configuration, scheme, "localhost", Alice());
        var token = await ((Skein.Hadoop.WebHdfs.WebHdfsFileSystem)owner).GetDelegationTokenAsync("alice", Cancellation);
        Assert.Equal(scheme == "webhdfs" ? TokenKinds.WebHdfsDelegation : TokenKinds.SecureWebHdfsDelegation, token.Kind);

        var user = User(login: null);
        user.Credentials.Add(token with { Service = $"127.0.0.1:{owner.Root.Port}" });
        await using var files = Open(configuration, scheme, "localhost", user);
        await RoundTripAsync(files);
    }

    private IFileSystem Open(string scheme, params (string, string)[] settings) =>
        Open(cluster.Configuration(settings), scheme, "localhost", Alice());

    private IFileSystem Open(HadoopConfiguration configuration, string scheme, string host, UserIdentity user)
    {
        var port = scheme == "swebhdfs" ? $"{cluster.Port}" : configuration.Get("dfs.namenode.http-address")!.Split(':')[1];
        return new FileSystemFactory(configuration, user, _rpc).Open(new Uri($"{scheme}://{host}:{port}/"));
    }

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
