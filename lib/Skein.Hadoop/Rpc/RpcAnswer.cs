using Google.Protobuf;
using Skein.Hadoop.Rpc.Protocol;

namespace Skein.Hadoop.Rpc;

/// <summary>One frame from a server, its length taken off: <c>varint n | RpcResponseHeaderProto | body</c>.</summary>
/// <remarks>
/// The body is <c>varint n | message</c>, of zero length for an empty message, and absent from failures. Call numbers below zero come
/// back as their 32 bits without a sign.
/// </remarks>
internal readonly ref struct RpcAnswer
{
    private readonly RpcResponseHeaderProto _header;
    private readonly ReadOnlySpan<byte> _body;

    private RpcAnswer(RpcResponseHeaderProto header, ReadOnlySpan<byte> body)
    {
        _header = header;
        _body = body;
    }

    public int CallId => unchecked((int)_header.CallId);

    public bool IsSuccess => _header.Status == RpcResponseHeaderProto.Types.RpcStatusProto.Success;

    /// <summary>A failure that ends the connection. Statuses of later versions count as such.</summary>
    public bool IsFatal => !IsSuccess && _header.Status != RpcResponseHeaderProto.Types.RpcStatusProto.Error;

    /// <summary>The one message of the body.</summary>
    /// <exception cref="InvalidDataException">The body is not exactly one message.</exception>
    public ReadOnlySpan<byte> Message => Delimited.ReadOnly(_body);

    /// <exception cref="InvalidDataException">The frame is not an answer.</exception>
    public static RpcAnswer Parse(ReadOnlySpan<byte> frame)
    {
        try
        {
            var header = RpcResponseHeaderProto.Parser.ParseFrom(Delimited.Read(ref frame));
            // The parser does not insist on required fields, and their absence would read as the success of call 0.
            return header.HasCallId && header.HasStatus
                ? new RpcAnswer(header, frame)
                : throw new InvalidDataException("The header of an answer lacks its call or its status");
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("The header of an answer can not be parsed", e);
        }
    }

    /// <summary>The server's error. Its text is the message, which may span lines, and from the first line that begins with a tab
    /// and <c>at</c> on the stack trace.</summary>
    public RemoteException ToException(HadoopEndpoint endpoint)
    {
        var text = _header.ErrorMsg;
        var trace = text.StartsWith("\tat ", StringComparison.Ordinal) ? 0 : text.IndexOf("\n\tat ", StringComparison.Ordinal);
        var message = (trace < 0 ? text : text[..trace]).Trim();
        var className = _header.ExceptionClassName.Length == 0 ? "java.io.IOException" : _header.ExceptionClassName;
        return new RemoteException(
            className,
            message.Length == 0 ? className : message,
            trace < 0 ? null : text[trace..].TrimStart('\n'),
            endpoint);
    }
}
