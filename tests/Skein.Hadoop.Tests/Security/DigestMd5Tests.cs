using System.Security.Authentication;
using System.Text;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Rpc.Protocol;
using Skein.Hadoop.Security;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Hadoop.Tests.Security;

public sealed class DigestMd5Tests
{
    private static readonly QualityOfProtection[] Any =
        [QualityOfProtection.Authentication, QualityOfProtection.Integrity, QualityOfProtection.Privacy];

    [Theory]
    [InlineData("ipc-digest-auth", QualityOfProtection.Authentication)]
    [InlineData("ipc-digest-auth-int", QualityOfProtection.Integrity)]
    [InlineData("ipc-digest-auth-conf", QualityOfProtection.Privacy)]
    [InlineData("am-scheduler", QualityOfProtection.Authentication)]
    [InlineData("am-nodemanager", QualityOfProtection.Authentication)]
    public void Responses_are_those_a_real_server_took(string file, QualityOfProtection protection)
    {
        var golden = GoldenFile.Open(file);
        var digest = Login(golden);
        var response = Encoding.UTF8.GetString(digest.Respond(Encoding.UTF8.GetBytes(golden.Digest("challenge"))));
        Assert.Equal(protection, digest.Protection);
        Assert.Contains($"response={golden.Digest("response")},", response);

        using var layer = digest.Complete(Encoding.UTF8.GetBytes($"rspauth={golden.Digest("rspauth")}"));
        Assert.Equal(protection == QualityOfProtection.Authentication, layer is null);
    }

    [Fact]
    public void A_server_that_does_not_know_the_password_is_refused()
    {
        var golden = GoldenFile.Open("ipc-digest-auth");
        var digest = Login(golden);
        digest.Respond(Encoding.UTF8.GetBytes(golden.Digest("challenge")));
        Assert.Throws<AuthenticationException>(() => digest.Complete("rspauth=00000000000000000000000000000000"u8));
        Assert.Throws<AuthenticationException>(() => digest.Complete(""u8));
    }

    [Theory]
    [InlineData("ipc-digest-auth-int")]
    [InlineData("ipc-digest-auth-conf")]
    public void Wrapped_messages_are_those_on_the_wire(string file)
    {
        using var layer = Layer(file);
        var frames = GoldenFile.Open(file).Frames;
        var checkedCount = 0;
        for (var i = 0; i + 1 < frames.Count; i++)
        {
            if (frames[i] is { FromClient: true } plain && plain.What.StartsWith("plain:", StringComparison.Ordinal))
            {
                var token = layer.Wrap(plain.Bytes);
                var message = new RpcSaslProto
                {
                    State = RpcSaslProto.Types.SaslState.Wrap, Token = Google.Protobuf.ByteString.CopyFrom(token),
                };
                Assert.Equal(frames[i + 1].Bytes, RpcFrames.Sasl(message));
                checkedCount++;
            }
            else if (frames[i] is { FromClient: false, What: "wrapped" } wrapped)
            {
                var message = wrapped.Answer(RpcSaslProto.Parser);
                Assert.Equal(frames[i + 1].Bytes, layer.Unwrap(message.Token.Span));
                checkedCount++;
            }
        }

        Assert.Equal(9, checkedCount);
    }

    [Theory]
    [InlineData("ipc-digest-auth-int")]
    [InlineData("ipc-digest-auth-conf")]
    public void Changed_cut_and_repeated_messages_are_refused(string file)
    {
        var token = GoldenFile.Open(file).Frame("wrapped").Answer(RpcSaslProto.Parser).Token.ToByteArray();
        for (var position = 0; position < token.Length; position++)
        {
            var changed = token.ToArray();
            changed[position] ^= 0x10;
            using var layer = Layer(file);
            Assert.Throws<InvalidDataException>(() => layer.Unwrap(changed));
        }

        for (var length = 0; length < token.Length; length++)
        {
            using var layer = Layer(file);
            Assert.Throws<InvalidDataException>(() => layer.Unwrap(token.AsSpan(0, length)));
        }

        using var fresh = Layer(file);
        fresh.Unwrap(token);
        Assert.Throws<InvalidDataException>(() => fresh.Unwrap(token));
    }

    [Theory]
    [InlineData("realm=\"r\",qop=\"auth\",algorithm=md5-sess", "nonce")]
    [InlineData("realm", "without a value")]
    [InlineData("realm=\"r", "quotes")]
    public void Broken_challenges_are_refused(string challenge, string reason)
    {
        var digest = new DigestMd5("u", new Secret("p"u8.ToArray()), "/default", Any);
        var failure = Assert.Throws<InvalidDataException>(() => digest.Respond(Encoding.UTF8.GetBytes(challenge)));
        Assert.Contains(reason, failure.Message);
    }

    [Theory]
    [InlineData("nonce=\"n\",qop=\"auth\",algorithm=md5", "md5-sess")]
    [InlineData("nonce=\"n\",qop=\"auth\",algorithm=md5-sess", "auth-int")]
    [InlineData("nonce=\"n\",qop=\"auth-conf\",cipher=\"rc4\",algorithm=md5-sess", "3des")]
    public void A_challenge_without_common_ground_is_refused(string challenge, string reason)
    {
        var digest = new DigestMd5(
            "u", new Secret("p"u8.ToArray()), "/default", [QualityOfProtection.Integrity, QualityOfProtection.Privacy]);
        var failure = Assert.Throws<AuthenticationException>(() => digest.Respond(Encoding.UTF8.GetBytes(challenge)));
        Assert.Contains(reason, failure.Message);
    }

    [Fact]
    public void The_preferred_protection_is_chosen()
    {
        const string Challenge = "nonce=\"n\",qop=\"auth,auth-int,auth-conf\",cipher=\"rc4,3des\",algorithm=md5-sess";
        foreach (var preferred in Any)
        {
            var digest = new DigestMd5("u", new Secret("p"u8.ToArray()), "/default", [preferred, .. Any]);
            digest.Respond(Encoding.UTF8.GetBytes(Challenge));
            Assert.Equal(preferred, digest.Protection);
        }
    }

    /// <summary>The login recorded in a file, with its client nonce.</summary>
    internal static DigestMd5 Login(GoldenFile golden)
    {
        var token = new Token(
            Convert.FromHexString(golden.Digest("identifier")), new Secret(Convert.FromHexString(golden.Digest("password"))), "K", "");
        Assert.Equal(golden.Digest("username"), DigestMd5.UsernameOf(token));
        return new DigestMd5(
            DigestMd5.UsernameOf(token), DigestMd5.PasswordOf(token), golden.Digest("digestUri"), Any, golden.Digest("cnonce"));
    }

    private static ISecurityLayer Layer(string file)
    {
        var golden = GoldenFile.Open(file);
        var digest = Login(golden);
        digest.Respond(Encoding.UTF8.GetBytes(golden.Digest("challenge")));
        return digest.Complete(Encoding.UTF8.GetBytes($"rspauth={golden.Digest("rspauth")}"))!;
    }
}
