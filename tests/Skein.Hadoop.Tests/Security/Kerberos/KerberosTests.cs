using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Gssapi;
using Skein.Hadoop.Tests.Rpc;
using Skein.Hadoop.Yarn;
using static Skein.Hadoop.Rpc.Protocol.RpcSaslProto.Types;

namespace Skein.Hadoop.Tests.Security.Kerberos;

/// <summary>Logins by the machine's library and a KDC, at servers that keep to the protocol and at others.</summary>
[Collection(KerberosRealm.Variables)]
public sealed class KerberosTests(KerberosRealm realm) : IClassFixture<KerberosRealm>
{
    private static readonly RpcOptions Options = new()
    {
        Retry = RpcRetryOptions.None,
        AllowSimpleFallback = false,
        ServerPrincipals = new Dictionary<string, ServerPrincipal>
        {
            [YarnProtocols.ApplicationClient] = new("yarn.resourcemanager.principal", $"yarn/localhost@{KerberosRealm.Name}"),
        },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private KerberosLogin Keytab => KerberosLogin.FromKeytab("alice", realm.At("alice.keytab"));

    [Theory]
    [InlineData(7, QualityOfProtection.Authentication)]
    [InlineData(7, QualityOfProtection.Integrity)]
    [InlineData(7, QualityOfProtection.Privacy)]
    public async Task Calls_are_protected_as_was_agreed(byte offered, QualityOfProtection wanted)
    {
        realm.Require();
        await realm.KinitAsync("alice.cache");
        realm.Use("alice.cache");
        await using var server = Server(offered, AnswerAllAsync);
        await using var client = new RpcClient(Options with { Protection = [wanted] });
        foreach (var login in (KerberosLogin[])[KerberosLogin.FromTicketCache(), Keytab])
        {
            var channel = Open(client, server, login);
            var numbers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RpcClientTests.CallAsync(channel, Cancellation)));
            Assert.Equal(20, numbers.Distinct().Count());
        }

        Assert.Equal(2, server.Accepted);
    }

    [Fact]
    public async Task The_principal_is_that_of_the_ticket_or_of_the_keytab()
    {
        realm.Require();
        await realm.KinitAsync("alice.cache");
        realm.Use("alice.cache");
        Assert.Equal($"alice@{KerberosRealm.Name}", KerberosLogin.FromTicketCache().FindPrincipal());
        Assert.Equal($"alice@{KerberosRealm.Name}", Keytab.FindPrincipal());
        Assert.Equal(KerberosRealm.Name, Keytab.FindDefaultRealm());
    }

    [Fact]
    public async Task A_changed_answer_ends_the_connection()
    {
        await BrokenAsync(
            KerberosSession.Integrity,
            async (session, callId) =>
            {
                var token = session.Wrap(KerberosSession.Answer(callId));
                token[^1] ^= 1;
                await session.SendAsync(SaslState.Wrap, token);
            },
            "changed, left out or sent again");
    }

    [Fact]
    public async Task An_answer_sent_again_ends_the_connection()
    {
        await BrokenAsync(
            KerberosSession.Privacy,
            async (session, callId) =>
            {
                // The first half of the answer, twice.
                var answer = KerberosSession.Answer(callId);
                var token = session.Wrap(answer[..5]);
                await session.SendAsync(SaslState.Wrap, token);
                await session.SendAsync(SaslState.Wrap, token);
            },
            "changed, left out or sent again");
    }

    [Fact]
    public async Task An_answer_whose_predecessor_was_left_out_ends_the_connection()
    {
        await BrokenAsync(
            KerberosSession.Privacy,
            async (session, callId) =>
            {
                session.Wrap(KerberosSession.Answer(callId));
                await session.SendAsync(SaslState.Wrap, session.Wrap(KerberosSession.Answer(callId)));
            },
            "changed, left out or sent again");
    }

    [Fact]
    public async Task An_answer_that_is_only_signed_ends_a_connection_that_agreed_on_privacy()
    {
        await BrokenAsync(
            KerberosSession.Privacy,
            (session, callId) => session.SendAsync(SaslState.Wrap, session.Context.Wrap(KerberosSession.Answer(callId), encrypt: false)),
            "unencrypted");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task An_answer_cut_off_ends_the_connection(int length)
    {
        await BrokenAsync(
            KerberosSession.Integrity,
            (session, callId) => session.SendAsync(SaslState.Wrap, session.Wrap(KerberosSession.Answer(callId))[..length]),
            "changed, left out or sent again");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_does_not_prove_itself_is_refused(bool isCut)
    {
        realm.Require();
        await using var server = new ScriptedServer(async connection =>
        {
            using var session = new KerberosSession(connection);
            var token = session.Context.Accept(await session.InitiateAsync());
            token[^1] ^= 1;
            await session.SendAsync(SaslState.Challenge, isCut ? token[..^20] : token);
            await connection.WaitForEndAsync();
        });
        Assert.Contains("the server's token is refused", (await FailureAsync(server, Keytab)).Message);
    }

    [Fact]
    public async Task Without_a_ticket_kinit_is_named()
    {
        realm.Require();
        await using var server = Server(KerberosSession.Authentication, AnswerAllAsync);
        var failure = await FailureAsync(server, KerberosLogin.FromTicketCache());
        Assert.Equal(RpcFailure.Refused, failure.Failure);
        Assert.StartsWith($"{server.Endpoint} (test.address): there is no Kerberos ticket", failure.Message);
        Assert.Contains("'kinit'", failure.Message);
        Assert.Contains("'kinit'", Assert.Throws<KerberosException>(KerberosLogin.FromTicketCache().FindPrincipal).Message);
    }

    [Fact]
    public async Task A_ticket_of_another_user_is_not_taken()
    {
        realm.Require();
        await realm.KinitAsync("alice.cache");
        realm.Use("alice.cache");
        var message = Assert.Throws<KerberosException>(KerberosLogin.FromTicketCache("bob").FindPrincipal).Message;
        Assert.Contains("there is no Kerberos ticket of bob", message);
        Assert.Contains("'kinit bob'", message);
    }

    [Fact]
    public async Task A_ticket_that_was_renewed_by_kinit_is_found_by_the_next_connection()
    {
        realm.Require();
        await realm.KinitAsync("short.cache", lifetime: 2);
        await realm.KinitAsync("longer.cache", lifetime: 4);
        realm.Use("short.cache");
        await using var server = Server(KerberosSession.Authentication, AnswerOneAsync);
        await using var client = new RpcClient(Options);
        var channel = Open(client, server, KerberosLogin.FromTicketCache());
        await RpcClientTests.CallAsync(channel, Cancellation);
        await realm.ExpiredAsync("longer.cache");
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => CallAnewAsync(channel));
        Assert.Contains("ticket has expired; get a new one with 'kinit'", failure.Message);
        await realm.KinitAsync("short.cache");
        await CallAnewAsync(channel);
    }

    [Fact]
    public async Task A_keytab_gets_new_tickets_as_long_as_the_process_lives()
    {
        realm.Require();
        await realm.AdministerAsync("addprinc -randkey -maxlife 2sec brief", $"ktadd -k {realm.At("brief.keytab")} brief");
        await using var server = Server(KerberosSession.Authentication, AnswerOneAsync);
        await using var client = new RpcClient(Options);
        var channel = Open(client, server, KerberosLogin.FromKeytab("brief", realm.At("brief.keytab")));
        await RpcClientTests.CallAsync(channel, Cancellation);
        await realm.KinitAsync("longer.cache", lifetime: 4);
        await realm.ExpiredAsync("longer.cache");
        await CallAnewAsync(channel);
    }

    [Fact]
    public async Task An_old_keytab_is_told_from_a_wrong_one()
    {
        realm.Require();
        await realm.AdministerAsync("addprinc -randkey +requires_preauth bob", $"ktadd -k {realm.At("bob.keytab")} bob", "cpw -randkey bob");
        await using var server = Server(KerberosSession.Authentication, AnswerAllAsync);
        Assert.Contains("an older password", (await FailureAsync(server, KerberosLogin.FromKeytab("bob", realm.At("bob.keytab")))).Message);
        Assert.Contains(
            "has no key of yarn/localhost", (await FailureAsync(server, KerberosLogin.FromKeytab("yarn/localhost", realm.At("alice.keytab")))).Message);
        Assert.Contains("does not know nobody", (await FailureAsync(server, await NobodyAsync())).Message);
    }

    [Fact]
    public async Task A_file_that_is_no_keytab_is_named()
    {
        realm.Require();
        await File.WriteAllTextAsync(realm.At("text.keytab"), "not a keytab", Cancellation);
        await using var server = Server(KerberosSession.Authentication, AnswerAllAsync);
        Assert.Contains("text.keytab is no keytab", (await FailureAsync(server, KerberosLogin.FromKeytab("alice", realm.At("text.keytab")))).Message);
    }

    [Fact]
    public async Task An_unknown_realm_and_an_unreachable_KDC_are_told_apart()
    {
        realm.Require();
        await using var server = Server(KerberosSession.Authentication, AnswerAllAsync);
        await File.WriteAllTextAsync(realm.At("dead.conf"), KerberosRealm.Configuration(KerberosRealm.UnusedPort()), Cancellation);
        KerberosRealm.Set("KRB5_CONFIG", realm.At("dead.conf"));
        Assert.Contains("no KDC answers", (await FailureAsync(server, Keytab)).Message);
        await File.WriteAllTextAsync(realm.At("other.conf"), "[libdefaults]\ndefault_realm = OTHER.TEST\ndns_lookup_kdc = false\n", Cancellation);
        KerberosRealm.Set("KRB5_CONFIG", realm.At("other.conf"));
        var full = KerberosLogin.FromKeytab($"alice@{KerberosRealm.Name}", realm.At("alice.keytab"));
        Assert.Contains("knows no KDC of the realm", (await FailureAsync(server, full)).Message);
        await File.WriteAllTextAsync(realm.At("empty.conf"), "", Cancellation);
        KerberosRealm.Set("KRB5_CONFIG", realm.At("empty.conf"));
        Assert.Contains("Kerberos is not set up on this machine", (await FailureAsync(server, Keytab)).Message);
    }

    [Fact]
    public async Task A_server_that_the_KDC_does_not_know_is_told_with_its_name()
    {
        realm.Require();
        await using var server = Server(KerberosSession.Authentication, AnswerAllAsync);
        var options = Options with
        {
            ServerPrincipals = new Dictionary<string, ServerPrincipal>
            {
                [YarnProtocols.ApplicationClient] = new("yarn.resourcemanager.principal", null, $"*@{KerberosRealm.Name}"),
            },
        };
        await realm.AdministerAsync("renprinc -force yarn/localhost yarn/elsewhere");
        try
        {
            var failure = await FailureAsync(server, Keytab, options);
            Assert.Contains("the KDC does not know the server", failure.Message);
            Assert.Contains($"yarn/localhost@{KerberosRealm.Name}", failure.Message);
        }
        finally
        {
            await realm.AdministerAsync("renprinc -force yarn/elsewhere yarn/localhost");
        }
    }

    private async Task<KerberosLogin> NobodyAsync()
    {
        await realm.AdministerAsync("addprinc -randkey nobody", $"ktadd -k {realm.At("nobody.keytab")} nobody", "delprinc -force nobody");
        return KerberosLogin.FromKeytab("nobody", realm.At("nobody.keytab"));
    }

    private static IRpcChannel Open(RpcClient client, ScriptedServer server, KerberosLogin login)
    {
        var target = RpcClientTests.Target(server.Endpoint);
        return client.Open(target with { User = target.User with { Kerberos = login } });
    }

    private static ScriptedServer Server(byte offered, Func<KerberosSession, Task> serve) => new(async connection =>
    {
        using var session = await KerberosSession.LoginAsync(connection, offered);
        await serve(session);
    });

    private static async Task AnswerAllAsync(KerberosSession session)
    {
        while (true)
            await session.AnswerAsync(await session.ReadCallAsync());
    }

    private static async Task AnswerOneAsync(KerberosSession session) => await session.AnswerAsync(await session.ReadCallAsync());

    // The server has closed the connection after its answer; a call that meets the end of it goes again.
    private static async Task CallAnewAsync(IRpcChannel channel)
    {
        while (true)
        {
            try
            {
                await RpcClientTests.CallAsync(channel, Cancellation);
                return;
            }
            catch (RpcConnectionException e) when (e.Failure is RpcFailure.Lost or RpcFailure.Closed)
            {
                await Task.Yield();
            }
        }
    }

    private static async Task<RpcConnectionException> FailureAsync(ScriptedServer server, KerberosLogin login, RpcOptions? options = null)
    {
        await using var client = new RpcClient(options ?? Options);
        return await Assert.ThrowsAsync<RpcConnectionException>(() => RpcClientTests.CallAsync(Open(client, server, login), Cancellation));
    }

    private async Task BrokenAsync(byte offered, Func<KerberosSession, int, Task> answer, string reason)
    {
        realm.Require();
        var ended = new TaskCompletionSource();
        await using var server = new ScriptedServer(async connection =>
        {
            using var session = await KerberosSession.LoginAsync(connection, offered);
            await answer(session, await session.ReadCallAsync());
            await connection.WaitForEndAsync();
            ended.SetResult();
        });
        var failure = await FailureAsync(server, Keytab);
        Assert.Equal(RpcFailure.Protocol, failure.Failure);
        Assert.Contains(reason, failure.Message);
        await ended.Task.WaitAsync(Cancellation);
    }
}
