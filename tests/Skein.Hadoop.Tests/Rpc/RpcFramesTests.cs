using Google.Protobuf;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Rpc.Protocol;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Tests.Rpc;

public sealed class RpcFramesTests
{
    private static readonly ByteString ClientId = ByteString.CopyFrom(Convert.FromHexString("101112131415161718191a1b1c1d1e1f"));

    [Fact]
    public void Preambles_are_those_of_a_real_client()
    {
        Assert.Equal(GoldenFile.Open("ipc-simple").Frame("preamble").Bytes, RpcFrames.Preamble);
        byte[] login = [.. RpcFrames.LoginPreamble, .. RpcFrames.Sasl(SaslNegotiation.Opening)];
        Assert.Equal(GoldenFile.Open("ipc-sasl-simple").Frame("preamble+NEGOTIATE").Bytes, login);
    }

    [Fact]
    public void Context_names_the_user_of_a_simple_connection()
    {
        var context = RpcFrames.Context(ClientId, YarnProtocols.ApplicationClient, new UserIdentity("testuser", new Credentials()));
        Assert.Equal(GoldenFile.Open("ipc-simple").Frame("context").Bytes, context);
    }

    [Fact]
    public void Context_names_both_users_of_an_impersonation()
    {
        var golden = GoldenFile.FramesOf(GoldenFile.Open("ipc-errors").Root.GetProperty("fatal")[0].GetProperty("frames"));
        var context = RpcFrames.Context(
            ClientId, YarnProtocols.ApplicationClient, new UserIdentity("nobody", new Credentials(), RealUser: "alice"));
        Assert.Equal(golden[1].Bytes, context);
    }

    [Theory]
    [InlineData("am-scheduler")]
    [InlineData("am-nodemanager")]
    [InlineData("ipc-digest-auth")]
    public void Context_names_nobody_after_a_login_by_token(string file)
    {
        var golden = GoldenFile.Open(file);
        var clientId = golden.Frames.First(frame => frame.What is "allocate" or "startContainers" or "getNewApplication").Call().Header.ClientId;
        var protocol = golden.Root.TryGetProperty("protocol", out var named) ? named.GetString()! : YarnProtocols.ApplicationClient;
        Assert.Equal(golden.Frame("context").Bytes, RpcFrames.Context(clientId, protocol, user: null));
    }

    [Fact]
    public void Calls_are_encoded_bit_for_bit()
    {
        var golden = GoldenFile.Open("ipc-simple");
        (string Method, IMessage Request)[] calls =
        [
            ("getNewApplication", new GetNewApplicationRequestProto()),
            ("getClusterMetrics", new GetClusterMetricsRequestProto()),
            ("getQueueInfo", GetQueueInfoRequestProto.Parser.ParseFrom(golden.Frame("getQueueInfo").Call().Message)),
            ("getClusterNodes", GetClusterNodesRequestProto.Parser.ParseFrom(golden.Frame("getClusterNodes").Call().Message)),
        ];
        for (var callId = 0; callId < calls.Length; callId++)
        {
            var (method, request) = calls[callId];
            Assert.Equal(
                golden.Frame(method).Bytes,
                RpcFrames.Call(callId, 0, ClientId, YarnProtocols.ApplicationClient, method, request));
        }
    }

    [Fact]
    public void A_call_sent_again_keeps_its_number_and_counts_the_retries()
    {
        var frame = RpcFrames.Call(7, 2, ClientId, "p", "m", new GetNewApplicationRequestProto());
        var header = new GoldenFrame(true, "m", frame).Call().Header;
        Assert.Equal((7, 2), (header.CallId, header.RetryCount));
        Assert.Equal(ClientId, header.ClientId);
    }

    [Fact]
    public void Ping_is_a_header_alone()
    {
        ReadOnlySpan<byte> content = RpcFrames.Ping(ClientId).AsSpan(RpcFrames.LengthSize);
        var header = RpcRequestHeaderProto.Parser.ParseFrom(Delimited.ReadOnly(content));
        Assert.Equal((RpcCallIds.Ping, -1), (header.CallId, header.RetryCount));
    }

    [Fact]
    public void Large_messages_get_a_length_of_several_bytes()
    {
        var request = new KillApplicationRequestProto { Diagnostics = new string('x', 40_000) };
        var frame = new GoldenFrame(true, "kill", RpcFrames.Call(0, 0, ClientId, "p", "forceKillApplication", request));
        Assert.Equal(request, KillApplicationRequestProto.Parser.ParseFrom(frame.Call().Message));
    }
}
