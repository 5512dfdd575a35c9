using System.Text;
using Google.Protobuf;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Rpc.Protocol;
using Skein.Hadoop.Security;
using Skein.Hadoop.Tests.Security;
using static Skein.Hadoop.Tests.Rpc.RpcClientTests;

namespace Skein.Hadoop.Tests.Rpc;

public sealed class RpcLoginTests
{
    private static readonly RpcOptions Once = new() { Retry = RpcRetryOptions.None };

    internal static Token Token { get; } = new(new byte[] { 1 }, new Secret(new byte[] { 2 }), "KIND", "");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ipc-digest-auth")]
    [InlineData("ipc-digest-auth-int")]
    [InlineData("ipc-digest-auth-conf")]
    [InlineData("am-scheduler")]
    [InlineData("am-nodemanager")]
    public async Task A_recorded_login_is_repeated_bit_for_bit(string file)
    {
        var golden = GoldenFile.Open(file);
        var login = golden.Frames.Take(4).ToArray();
        var stream = new ReplayedStream(GoldenFrame.Sent(login, byClient: false));
        using var frames = new RpcFrameReader(stream, 1 << 20);
        var negotiation = new SaslNegotiation([new TokenSaslClient(_ => DigestMd5Tests.Login(golden))], allowSimple: false);
        await RpcLogin.RunAsync(stream, frames, negotiation, new HadoopEndpoint("h", 1), Cancellation);
        Assert.True(negotiation.IsComplete);
        Assert.False(negotiation.IsSimple);
        Assert.Equal(GoldenFrame.Sent(login, byClient: true), stream.Sent);
        negotiation.Layer?.Dispose();
    }

    [Theory]
    [InlineData("ipc-digest-auth-int")]
    [InlineData("ipc-digest-auth-conf")]
    public async Task A_recorded_protected_session_is_repeated_bit_for_bit(string file)
    {
        var golden = GoldenFile.Open(file);
        GoldenFrame[] wire = [.. golden.Frames.Where(frame => !frame.What.StartsWith("plain:", StringComparison.Ordinal))];
        var stream = new ReplayedStream(GoldenFrame.Sent(wire, byClient: false));
        using var frames = new RpcFrameReader(stream, 1 << 20);
        var negotiation = new SaslNegotiation([new TokenSaslClient(_ => DigestMd5Tests.Login(golden))], allowSimple: false);
        await RpcLogin.RunAsync(stream, frames, negotiation, new HadoopEndpoint("h", 1), Cancellation);
        await using var wrapped = new RpcProtectedStream(stream, frames, negotiation.Layer!);
        using var inner = new RpcFrameReader(wrapped, 1 << 20);
        foreach (var plain in golden.Frames.Where(frame => frame.What.StartsWith("plain:", StringComparison.Ordinal)))
        {
            if (plain.FromClient)
                await wrapped.WriteAsync(plain.Bytes, Cancellation);
            else
                Assert.Equal(plain.Content.ToArray(), (await inner.ReadAsync(Cancellation))!.Value.ToArray());
        }

        Assert.Null(await inner.ReadAsync(Cancellation));
        Assert.Equal(GoldenFrame.Sent(wire, byClient: true), stream.Sent);
    }

    [Theory]
    [InlineData("8032", true)]
    [InlineData("8030", false)]
    [InlineData("8041", false)]
    [InlineData("9000", true)]
    public void The_offers_of_real_servers_are_understood(string port, bool offersSimple)
    {
        var offers = Offers(port);
        var token = new SaslNegotiation([new TokenSaslClient(Token, Once.Protection)], allowSimple: true);
        var initiate = token.Answer(offers);
        Assert.NotNull(initiate);
        Assert.Equal(RpcSaslProto.Types.SaslState.Initiate, initiate.State);
        var chosen = Assert.Single(initiate.Auths);
        Assert.False(chosen.HasChallenge);
        Assert.Equal(("TOKEN", "DIGEST-MD5", "", "default"), (chosen.Method, chosen.Mechanism, chosen.Protocol, chosen.ServerId));
        Assert.Contains("digest-uri=\"/default\"", initiate.Token.ToStringUtf8());
        Assert.False(token.IsComplete);

        var simple = new SaslNegotiation([], allowSimple: true);
        if (offersSimple)
        {
            var answer = simple.Answer(offers);
            Assert.Equal(GoldenFile.Open("ipc-sasl-simple").Frame("INITIATE").Bytes, RpcFrames.Sasl(answer!));
            Assert.True(simple.IsSimple);
        }
        else
        {
            Assert.Contains("TOKEN", Assert.Throws<System.Security.Authentication.AuthenticationException>(() => simple.Answer(offers)).Message);
        }
    }

    [Fact]
    public void A_server_without_offers_wants_no_login()
    {
        var negotiation = new SaslNegotiation([new TokenSaslClient(Token, Once.Protection)], allowSimple: true);
        Assert.Null(negotiation.Answer(Offers("8031")));
        Assert.True(negotiation.IsSimple);

        var strict = new SaslNegotiation([new TokenSaslClient(Token, Once.Protection)], allowSimple: false);
        var failure = Assert.Throws<System.Security.Authentication.AuthenticationException>(() => strict.Answer(Offers("8031")));
        Assert.Contains("ipc.client.fallback-to-simple-auth-allowed", failure.Message);
        Assert.False(strict.IsComplete);
    }

    [Fact]
    public void A_login_goes_before_simple_wherever_the_server_lists_it()
    {
        var offers = Offers("8032");
        var reversed = offers.Clone();
        reversed.Auths.Clear();
        reversed.Auths.Add(offers.Auths.Reverse());
        var negotiation = new SaslNegotiation([new TokenSaslClient(Token, Once.Protection)], allowSimple: true);
        Assert.Equal("TOKEN", Assert.Single(negotiation.Answer(reversed)!.Auths).Method);
    }

    [Fact]
    public void An_unknown_mechanism_is_named()
    {
        var offers = Offers("8030");
        offers.Auths[0].Mechanism = "SCRAM-SHA-256";
        var negotiation = new SaslNegotiation([new TokenSaslClient(Token, Once.Protection)], allowSimple: true);
        var failure = Assert.Throws<System.Security.Authentication.AuthenticationException>(() => negotiation.Answer(offers));
        Assert.Contains("SCRAM-SHA-256", failure.Message);
        Assert.Contains("hadoop.security.sasl.mechanism", failure.Message);
    }

    [Theory]
    [InlineData(RpcSaslProto.Types.SaslState.Challenge)]
    [InlineData(RpcSaslProto.Types.SaslState.Response)]
    [InlineData(RpcSaslProto.Types.SaslState.Wrap)]
    [InlineData(RpcSaslProto.Types.SaslState.Initiate)]
    public void Messages_out_of_turn_are_refused(RpcSaslProto.Types.SaslState state)
    {
        var negotiation = new SaslNegotiation([new TokenSaslClient(Token, Once.Protection)], allowSimple: true);
        Assert.Throws<InvalidDataException>(() => negotiation.Answer(new RpcSaslProto { State = state }));
        Assert.Throws<InvalidDataException>(() => negotiation.Answer(new RpcSaslProto()));
        negotiation.Answer(Offers("8030"));
        Assert.Throws<InvalidDataException>(() => negotiation.Answer(new RpcSaslProto { State = state }));
        Assert.Throws<InvalidDataException>(() => negotiation.Answer(Offers("8030")));
    }

    [Fact]
    public async Task A_server_that_wants_no_login_is_told_the_user()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await ReadOpeningAsync(connection);
            await WriteAsync(connection, new RpcSaslProto { State = RpcSaslProto.Types.SaslState.Success });
            var context = ServerConnection.ContextOf(await connection.ReadFrameAsync());
            Assert.Equal("alice", context.UserInfo.EffectiveUser);
            await AnswerCallsAsync(connection);
        });
        Assert.Equal(0, await CallAsync(server, Once));
    }

    [Fact]
    public async Task A_server_that_does_not_prove_itself_gets_no_call()
    {
        var ended = new TaskCompletionSource();
        await using var server = new ScriptedServer(async connection =>
        {
            await ReadOpeningAsync(connection);
            await WriteAsync(connection, Offers("8030"));
            await connection.ReadFrameAsync();
            await WriteAsync(connection, new RpcSaslProto
            {
                State = RpcSaslProto.Types.SaslState.Success,
                Token = ByteString.CopyFromUtf8("rspauth=00000000000000000000000000000000"),
            });
            await connection.WaitForEndAsync();
            ended.SetResult();
        });
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => CallAsync(server, Once));
        Assert.Equal(RpcFailure.Refused, failure.Failure);
        Assert.Contains("did not prove", failure.Message);
        await ended.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_refused_login_is_told_in_the_servers_words_and_not_repeated()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await ReadOpeningAsync(connection);
            await WriteAsync(connection, Offers("8030"));
            await connection.ReadFrameAsync();
            await connection.WriteAsync(
                GoldenFile.FramesOf(GoldenFile.Open("ipc-errors").Root.GetProperty("fatal")[3].GetProperty("frames"))[^1].Bytes);
        });
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => CallAsync(server, new RpcOptions()));
        Assert.Equal(RpcFailure.Refused, failure.Failure);
        Assert.Contains("Mismatched response.", failure.Message);
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task A_login_cut_off_is_a_refusal()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await ReadOpeningAsync(connection);
            await WriteAsync(connection, Offers("8030"));
            await connection.ReadFrameAsync();
        });
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => CallAsync(server, Once));
        Assert.Equal(RpcFailure.Refused, failure.Failure);
        Assert.Contains("the token may belong to another cluster", failure.Message);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\n", "HTTP")]
    [InlineData("\0\0\0\u0003\u0002zz", "header of an answer")]
    [InlineData("\0\0\0\u0006\u0004\u0008\u0001\u0010\0\0", "call 1 during the login")]
    public async Task Broken_logins_are_refused(string answer, string reason)
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await ReadOpeningAsync(connection);
            await connection.WriteAsync(Encoding.Latin1.GetBytes(answer));
            await connection.WaitForEndAsync();
        });
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => CallAsync(server, Once));
        Assert.Equal(RpcFailure.Protocol, failure.Failure);
        Assert.Contains(reason, failure.Message);
    }

    [Fact]
    public async Task Unprotected_answers_over_a_protected_connection_are_refused()
    {
        var golden = GoldenFile.Open("ipc-digest-auth-int");
        var digest = DigestMd5Tests.Login(golden);
        digest.Respond(Encoding.UTF8.GetBytes(golden.Digest("challenge")));
        using var layer = digest.Complete(Encoding.UTF8.GetBytes($"rspauth={golden.Digest("rspauth")}"))!;
        var plain = golden.Frame("plain:response");
        using var frames = new RpcFrameReader(new MemoryStream(plain.Bytes), 1 << 20);
        await using var wrapped = new RpcProtectedStream(Stream.Null, frames, layer);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await wrapped.ReadExactlyAsync(new byte[10], Cancellation));
    }

    private static RpcSaslProto Offers(string port) =>
        GoldenFile.FramesOf(GoldenFile.Open("ipc-sasl-offers").Root.GetProperty("ports").GetProperty(port))[1].Answer(RpcSaslProto.Parser);

    private static async Task<int> CallAsync(ScriptedServer server, RpcOptions options)
    {
        await using var client = new RpcClient(options);
        return await RpcClientTests.CallAsync(client.Open(Target(server.Endpoint) with { Token = Token }), Cancellation);
    }

    private static async Task ReadOpeningAsync(ServerConnection connection)
    {
        Assert.Equal(RpcFrames.LoginPreamble.ToArray(), await connection.ReadAsync(RpcFrames.LoginPreamble.Length));
        Assert.Equal(RpcFrames.Sasl(SaslNegotiation.Opening), (await connection.ReadFrameAsync()).Bytes);
    }

    private static Task WriteAsync(ServerConnection connection, RpcSaslProto message) => connection.AnswerAsync(RpcCallIds.Sasl, message);
}
