using System.Buffers.Binary;
using Google.Protobuf;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Rpc.Protocol;

namespace Skein.Hadoop.Tests.Rpc;

/// <summary>One frame off the wire, its length prefix included.</summary>
internal sealed record GoldenFrame(bool FromClient, string What, byte[] Bytes)
{
    public ReadOnlySpan<byte> Content => Bytes.AsSpan(RpcFrames.LengthSize);

    /// <summary>All that one side sent.</summary>
    public static byte[] Sent(IEnumerable<GoldenFrame> frames, bool byClient) =>
        [.. frames.Where(frame => frame.FromClient == byClient).SelectMany(frame => frame.Bytes)];

    /// <summary>Takes a client's call apart.</summary>
    public (RpcRequestHeaderProto Header, RequestHeaderProto Method, byte[] Message) Call()
    {
        Assert.Equal(Bytes.Length - RpcFrames.LengthSize, BinaryPrimitives.ReadInt32BigEndian(Bytes));
        var rest = Content;
        var header = RpcRequestHeaderProto.Parser.ParseFrom(Delimited.Read(ref rest));
        var method = RequestHeaderProto.Parser.ParseFrom(Delimited.Read(ref rest));
        return (header, method, Delimited.ReadOnly(rest).ToArray());
    }

    /// <summary>Message of a server's successful answer.</summary>
    public TMessage Answer<TMessage>(MessageParser<TMessage> parser)
        where TMessage : IMessage<TMessage>
    {
        var answer = RpcAnswer.Parse(Content);
        Assert.True(answer.IsSuccess);
        return parser.ParseFrom(answer.Message);
    }
}
