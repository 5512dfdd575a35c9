using Google.Protobuf;
using Skein.Hadoop.Rpc.Protocol;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Rpc;

/// <summary>
/// Everything after a login that agreed on a security layer. The bytes go into login frames of state WRAP; a frame may hold a part of
/// a call, or several. Bytes outside such frames are an error.
/// </summary>
/// <param name="stream">The connection.</param>
/// <param name="frames">Reads the connection; owned by this stream from here on.</param>
/// <param name="layer">What was agreed on; owned by this stream.</param>
internal sealed class RpcProtectedStream(Stream stream, RpcFrameReader frames, ISecurityLayer layer) : Stream
{
    private ReadOnlyMemory<byte> _opened;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_opened.IsEmpty)
        {
            var frame = await frames.ReadAsync(cancellationToken);
            if (frame is null)
                return 0;
            _opened = Open(frame.Value.Span);
        }

        var count = Math.Min(buffer.Length, _opened.Length);
        _opened[..count].CopyTo(buffer);
        _opened = _opened[count..];
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, layer.MaxMessageLength);
            await stream.WriteAsync(Wrap(buffer.Span[..count]), cancellationToken);
            buffer = buffer[count..];
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            frames.Dispose();
            layer.Dispose();
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private byte[] Wrap(ReadOnlySpan<byte> message) => RpcFrames.Sasl(new RpcSaslProto
    {
        State = RpcSaslProto.Types.SaslState.Wrap, Token = UnsafeByteOperations.UnsafeWrap(layer.Wrap(message)),
    });

    private byte[] Open(ReadOnlySpan<byte> frame)
    {
        var answer = RpcAnswer.Parse(frame);
        if (!answer.IsSuccess || answer.CallId != RpcCallIds.Sasl)
            throw new InvalidDataException($"an unprotected answer to call {answer.CallId} came over a protected connection");
        try
        {
            var message = RpcSaslProto.Parser.ParseFrom(answer.Message);
            return message.State == RpcSaslProto.Types.SaslState.Wrap
                ? layer.Unwrap(message.Token.Span)
                : throw new InvalidDataException($"a login message ({message.State}) came over a protected connection");
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("a protected message can not be parsed", e);
        }
    }
}
