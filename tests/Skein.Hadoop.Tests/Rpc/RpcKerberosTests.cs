using Google.Protobuf;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Rpc.Protocol;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Gssapi;
using Skein.Hadoop.Tests.Security.Gssapi;
using Skein.Hadoop.Yarn;
using static Skein.Hadoop.Rpc.Protocol.RpcSaslProto.Types;
using static Skein.Hadoop.Tests.Rpc.RpcClientTests;

namespace Skein.Hadoop.Tests.Rpc;

/// <summary>A client of a cluster with Kerberos meets servers that are not what they should be.</summary>
public sealed class RpcKerberosTests
{
    private static readonly SaslAuth TokenOffer = new() { Method = "TOKEN", Mechanism = "DIGEST-MD5", Protocol = "", ServerId = "default" };
    private static readonly SaslAuth KerberosOffer = new() { Method = "KERBEROS", Mechanism = "GSSAPI", Protocol = "yarn", ServerId = "localhost" };
    private static readonly SaslAuth SimpleOffer = new() { Method = "SIMPLE", Mechanism = "" };

    private static readonly RpcOptions Secure = new()
    {
        Retry = RpcRetryOptions.None,
        AllowSimpleFallback = false,
        ServerPrincipals = new Dictionary<string, ServerPrincipal>
        {
            [YarnProtocols.ApplicationClient] = new("yarn.resourcemanager.principal", "yarn/localhost@EXAMPLE.COM"),
        },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_wants_no_login_is_refused_unless_the_site_allows_it(bool isAllowed)
    {
        await using var server = Offering(SimpleOffer);
        var options = Secure with { AllowSimpleFallback = isAllowed };
        if (isAllowed)
            Assert.Equal(0, await CallAsync(server, options));
        else
            await RefusedAsync(server, options, "ipc.client.fallback-to-simple-auth-allowed");
    }

    [Fact]
    public async Task A_NameNode_that_wants_no_login_is_refused_by_who_has_a_token_too()
    {
        await using var server = Offering(SimpleOffer);
        var credentials = new Credentials();
        credentials.Add(new Token(new byte[] { 1 }, new Secret(new byte[] { 2 }), TokenKinds.HdfsDelegation, $"127.0.0.1:{server.Endpoint.Port}"));
        var site = HadoopConfiguration.FromProperties(
        [
            new(ConfigurationKeys.Authentication, "kerberos"),
            new(ConfigurationKeys.DefaultFileSystem, $"hdfs://127.0.0.1:{server.Endpoint.Port}"),
        ]);
        await using var client = new RpcClient(RpcSettings.Read(site) with { Retry = RpcRetryOptions.None });
        await using var files = new FileSystemFactory(site, new UserIdentity("alice", credentials), client).OpenDefault();
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => files.GetStatusAsync("/", Cancellation));
        Assert.Contains("the server wants no login, which this client refuses", failure.Message);
    }

    [Fact]
    public async Task A_server_of_another_name_is_refused_with_the_setting()
    {
        var evil = KerberosOffer.Clone();
        evil.Protocol = "mapred";
        await using var server = Offering(evil);
        await RefusedAsync(server, Secure, "calls itself mapred/localhost, but yarn.resourcemanager.principal (yarn/localhost@EXAMPLE.COM) expects");
    }

    [Fact]
    public async Task A_machine_without_Kerberos_says_so_with_the_servers_address()
    {
        await using var server = Offering(KerberosOffer);
        await RefusedAsync(server, Secure, "no KERBEROS.so");
    }

    [Fact]
    public async Task Without_a_login_and_a_token_both_are_missed()
    {
        await using var server = Offering(TokenOffer, KerberosOffer);
        await using var client = new RpcClient(Secure);
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(
            () => RpcClientTests.CallAsync(client.Open(Target(server.Endpoint)), Cancellation));
        Assert.Contains("a login by TOKEN or KERBEROS, this client has neither a token for it nor a Kerberos login", failure.Message);
    }

    [Fact]
    public void A_token_goes_before_Kerberos_wherever_the_server_lists_it()
    {
        using var kerberos = Kerberos();
        var negotiation = new SaslNegotiation([new TokenSaslClient(_ => throw new InvalidDataException("the token was tried")), kerberos], false);
        var offers = new RpcSaslProto { State = SaslState.Negotiate, Auths = { KerberosOffer, TokenOffer } };
        Assert.Contains("the token was tried", Assert.Throws<InvalidDataException>(() => negotiation.Answer(offers)).Message);
    }

    [Fact]
    public void Kerberos_answers_in_the_order_of_Hadoops_servers()
    {
        using var kerberos = Kerberos();
        var negotiation = new SaslNegotiation([kerberos], allowSimple: false);
        Assert.True(negotiation.Blocks);
        var initiate = negotiation.Answer(new RpcSaslProto { State = SaslState.Negotiate, Auths = { TokenOffer, KerberosOffer } })!;
        Assert.Equal(KerberosOffer, Assert.Single(initiate.Auths));
        Assert.Equal("AP-REQ", initiate.Token.ToStringUtf8());
        var response = negotiation.Answer(Challenge("AP-REP"u8))!;
        Assert.True(response.HasToken);
        Assert.Empty(response.Token);
        Assert.Equal([(byte)'s', 2, 1, 0, 0], negotiation.Answer(Challenge([(byte)'s', 6, 1, 0, 0]))!.Token.ToByteArray());
        Assert.False(negotiation.IsComplete);
        Assert.Null(negotiation.Answer(new RpcSaslProto { State = SaslState.Success }));
        Assert.True(negotiation.IsComplete);
        Assert.True(negotiation.MayImpersonate);
        Assert.NotNull(negotiation.Layer);
        negotiation.Layer.Dispose();
    }

    [Fact]
    public void Success_instead_of_the_protection_is_refused()
    {
        using var kerberos = Kerberos();
        var negotiation = new SaslNegotiation([kerberos], allowSimple: false);
        negotiation.Answer(new RpcSaslProto { State = SaslState.Negotiate, Auths = { KerberosOffer } });
        negotiation.Answer(Challenge("AP-REP"u8));
        Assert.Throws<System.Security.Authentication.AuthenticationException>(
            () => negotiation.Answer(new RpcSaslProto { State = SaslState.Success }));
        Assert.False(negotiation.IsComplete);
    }

    private static GssapiSaslClient Kerberos() =>
        new(_ => new FakeContext(), (protocol, serverId) => $"{protocol}/{serverId}", [QualityOfProtection.Integrity]);

    private static RpcSaslProto Challenge(ReadOnlySpan<byte> token) => new() { State = SaslState.Challenge, Token = ByteString.CopyFrom(token) };

    private static ScriptedServer Offering(params SaslAuth[] offers) => new(async connection =>
    {
        Assert.Equal(RpcFrames.LoginPreamble.ToArray(), await connection.ReadAsync(RpcFrames.LoginPreamble.Length));
        await connection.ReadFrameAsync();
        await connection.AnswerAsync(RpcCallIds.Sasl, new RpcSaslProto { State = SaslState.Negotiate, Auths = { offers } });
        // What is refused sends nothing more; who takes SIMPLE says so and goes on.
        await connection.ReadFrameAsync();
        Assert.Equal("alice", ServerConnection.ContextOf(await connection.ReadFrameAsync()).UserInfo.EffectiveUser);
        await AnswerCallsAsync(connection);
    });

    private static async Task RefusedAsync(ScriptedServer server, RpcOptions options, string reason)
    {
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => CallAsync(server, options));
        Assert.Equal(RpcFailure.Refused, failure.Failure);
        Assert.StartsWith($"{server.Endpoint} (test.address): ", failure.Message);
        Assert.Contains(reason, failure.Message);
    }

    private static async Task<int> CallAsync(ScriptedServer server, RpcOptions options)
    {
        await using var client = new RpcClient(options);
        var login = KerberosLogin.By(() => GssapiLibrary.Load(["KERBEROS.so"]), principal: null, keytab: null);
        var target = Target(server.Endpoint);
        return await RpcClientTests.CallAsync(client.Open(target with { User = target.User with { Kerberos = login } }), Cancellation);
    }
}
