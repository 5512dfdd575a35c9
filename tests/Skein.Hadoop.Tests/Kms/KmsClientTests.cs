using Skein.Hadoop.Configuration;
using Skein.Hadoop.Kms;
using Skein.Hadoop.Security;
using Skein.Hadoop.Tests.Security.Kerberos;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.Tests.Kms;

public sealed class KmsClientTests : IAsyncDisposable
{
    private static readonly byte[] Iv = new byte[16];

    private readonly FakeKms _kms = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _kms.DisposeAsync();

    [Fact]
    public async Task A_key_is_decrypted_in_the_users_name()
    {
        var (key, material) = _kms.MakeKey();
        using var client = Client(_kms.Address);
        Assert.Equal(key, (await DecryptAsync(client, material)).Reveal().ToArray());
        Assert.EndsWith("/_eek?eek_op=decrypt&user.name=alice", Assert.Single(_kms.Received).Target);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_stood_in_for_by_the_next()
    {
        var (key, material) = _kms.MakeKey();
        // Nobody listens at the port on the first address.
        using var client = Client(_kms.Address.Replace("localhost", "127.0.0.9;localhost", StringComparison.Ordinal));
        Assert.Equal(key, (await DecryptAsync(client, material)).Reveal().ToArray());
    }

    [Fact]
    public async Task A_refusal_is_told_with_the_servers_reason_and_nobody_else_is_asked()
    {
        _kms.Refusal = "User:alice not allowed to do 'DECRYPT_EEK' on 'skein'";
        using var client = Client(_kms.Address.Replace("localhost", "localhost;127.0.0.9", StringComparison.Ordinal));
        var fault = await Assert.ThrowsAsync<IOException>(() => DecryptAsync(client, _kms.MakeKey().Material));
        Assert.Contains(_kms.Refusal, fault.Message);
    }

    [Fact]
    public async Task A_token_goes_to_the_kms_that_it_is_for_in_a_header()
    {
        var user = new UserIdentity("alice", new Credentials());
        var token = new Token(new byte[] { 1 }, new Secret(new byte[] { 2 }), TokenKinds.KeyManagement, _kms.Address);
        user.Credentials.Add(token with { Identifier = new byte[] { 9 }, Service = "kms://http@other:1/kms" });
        user.Credentials.Add(token);
        using var client = Client(_kms.Address, user, "kerberos");
        await DecryptAsync(client, _kms.MakeKey().Material);
        var request = Assert.Single(_kms.Received);
        Assert.Equal(token.ToUrlString(), request.Headers["X-Hadoop-Delegation-Token"]);
        Assert.DoesNotContain(token.ToUrlString(), request.Target);
    }

    [Fact]
    public async Task Where_nobody_listens_the_server_is_named()
    {
        var port = KerberosRealm.UnusedPort();
        using var client = Client($"kms://http@127.0.0.1:{port}/kms");
        var fault = await Assert.ThrowsAsync<WebServerException>(() => DecryptAsync(client, new byte[16]));
        Assert.StartsWith($"127.0.0.1:{port}: ", fault.Message);
    }

    private static Task<Secret> DecryptAsync(KmsClient client, byte[] material) =>
        client.DecryptAsync(FakeKms.KeyName, "skein@0", Iv, material, Cancellation);

    private static KmsClient Client(string address, UserIdentity? user = null, string authentication = "simple") => new(
        KmsAddress.Parse(address),
        HadoopConfiguration.FromProperties([new(ConfigurationKeys.Authentication, authentication)]),
        user ?? new UserIdentity("alice", new Credentials()),
        TimeProvider.System);
}
