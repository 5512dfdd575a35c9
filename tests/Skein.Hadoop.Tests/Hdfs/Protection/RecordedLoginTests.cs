using Google.Protobuf;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.DataTransfer.Protection;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Protocol;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Hadoop.Tests.Hdfs.Protection;

/// <summary>Recorded conversations with a real DataNode that wants privacy: what this client sends must be the same bit for bit.</summary>
public sealed class RecordedLoginTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("aes")]
    [InlineData("3des")]
    [InlineData("rc4")]
    public async Task A_login_and_the_block_behind_it_are_those_on_the_wire(string conversation)
    {
        var recorded = GoldenFile.Open("hdfs-sasl-write").Root.GetProperty(conversation);
        string Value(string name) => recorded.GetProperty(name).GetString()!;
        var token = new TokenProto
        {
            Identifier = ByteString.CopyFrom(Convert.FromHexString(Value("blockTokenIdentifier"))),
            Password = ByteString.CopyFrom(Convert.FromHexString(Value("blockTokenPassword"))),
            Kind = TokenKinds.HdfsBlock,
            Service = "",
        };
        var identity = DataTransferIdentity.Of(token, [QualityOfProtection.Privacy]) with { Cipher = Value("cipher") };
        Assert.Equal(Value("username"), identity.UserName);
        var options = new DataTransferOptions { OfferAes = conversation == "aes" };
        var wire = new ReplayedStream(Convert.FromHexString(Value("serverStream")));
        await using var stream = await DataTransferLogin.RunAsync(
            wire, new DataTransferHandshake(identity, options, Value("cnonce")), Cancellation);

        var frames = GoldenFile.FramesOf(recorded.GetProperty("frames"));
        foreach (var plain in frames.Where(frame => frame.What.StartsWith("plain:", StringComparison.Ordinal)))
            await stream.WriteAsync(plain.Bytes, Cancellation);
        var sent = frames.Where(frame => frame.FromClient && !frame.What.StartsWith("plain:", StringComparison.Ordinal));
        Assert.Equal(Convert.ToHexString([.. sent.SelectMany(frame => frame.Bytes)]), Convert.ToHexString(wire.Sent));

        var connection = new DataNodeConnection(stream, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeProvider.System);
        Assert.Equal(Status.Success, (await connection.ReadMessageAsync(BlockOpResponseProto.Parser, Cancellation)).Status);
        Assert.Equal(0, (await connection.ReadMessageAsync(PipelineAckProto.Parser, Cancellation)).Seqno);
        Assert.Equal(1, (await connection.ReadMessageAsync(PipelineAckProto.Parser, Cancellation)).Seqno);
    }
}
