using Google.Protobuf;
using Skein.Hadoop.Rpc.Protocol;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Rpc;

/// <summary>
/// Everything after a login that agreed on a security layer. The bytes go into login frames of state WRAP; a frame may hold a part of
/// a call, or several. Bytes outside such frames are an error.
/// </summary>
/// <param name="stream">The connection, owned from here on.</param>
/// <param name="frames">Reads the connection; owned from here on.</param>
/// <param name="layer">What was agreed on; owned from here on.</param>
internal sealed class RpcProtectedStream(Stream stream, RpcFrameReader frames, ISecurityLayer layer) : LayeredStream(stream, layer)
{
    protected override async ValueTask<byte[]?> ReadMessageAsync(CancellationToken cancellation) =>
        await frames.ReadAsync(cancellation) is { } frame ? Open(frame.Span) : null;

    protected override ReadOnlyMemory<byte> Frame(byte[] wrapped) => RpcFrames.Sasl(new RpcSaslProto
    {
        State = RpcSaslProto.Types.SaslState.Wrap, Token = UnsafeByteOperations.UnsafeWrap(wrapped),
    });

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            frames.Dispose();
        base.Dispose(disposing);
    }

    private byte[] Open(ReadOnlySpan<byte> frame)
    {
        var answer = RpcAnswer.Parse(frame);
        if (!answer.IsSuccess || answer.CallId != RpcCallIds.Sasl)
            throw new InvalidDataException($"an unprotected answer to call {answer.CallId} came over a protected connection");
        try
        {
            var message = RpcSaslProto.Parser.ParseFrom(answer.Message);
            return message.State == RpcSaslProto.Types.SaslState.Wrap
                ? Layer.Unwrap(message.Token.Span)
                : throw new InvalidDataException($"a login message ({message.State}) came over a protected connection");
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("a protected message can not be parsed", e);
        }
    }
}
