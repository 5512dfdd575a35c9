using System.Buffers.Binary;
using Google.Protobuf;
using Skein.Hadoop.Rpc.Protocol;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Rpc;

/// <summary>Frames of Hadoop IPC version 9, as a client writes them.</summary>
/// <remarks>
/// <code>
/// preamble  'h' 'r' 'p' 'c' | version 9 | service class 0 | 0x00 no login, 0xDF login by SASL; never answered
/// frame     u32 length, big-endian | varint n | RpcRequestHeaderProto | body
/// context   callId -3,   body: varint n | IpcConnectionContextProto
/// login     callId -33,  body: varint n | RpcSaslProto; the client's id is empty
/// ping      callId -4,   no body; never answered
/// call      callId >= 0, body: varint n | RequestHeaderProto | varint n | request message
/// </code>
/// All but calls carry the retry count -1.
/// </remarks>
internal static class RpcFrames
{
    public const int LengthSize = sizeof(uint);

    /// <summary>Bytes of the preamble before the version.</summary>
    public const int MagicLength = 4;

    private const ulong ProtocolVersion = 1;
    private const int NoRetries = -1;

    public static ReadOnlySpan<byte> Preamble => [(byte)'h', (byte)'r', (byte)'p', (byte)'c', 9, 0, 0];

    public static ReadOnlySpan<byte> LoginPreamble => [(byte)'h', (byte)'r', (byte)'p', (byte)'c', 9, 0, 0xDF];

    /// <summary>Who calls what, once per connection.</summary>
    /// <param name="clientId">Sixteen bytes.</param>
    /// <param name="protocol">Full Java name.</param>
    /// <param name="user">As whom to call; null after a login that already said so.</param>
    public static byte[] Context(ByteString clientId, string protocol, UserIdentity? user)
    {
        var context = new IpcConnectionContextProto { Protocol = protocol };
        if (user is not null)
        {
            context.UserInfo = new UserInformationProto { EffectiveUser = user.Name };
            if (user.RealUser is not null)
                context.UserInfo.RealUser = user.RealUser;
        }

        return Assemble(Header(RpcCallIds.ConnectionContext, NoRetries, clientId), context);
    }

    public static byte[] Call(int callId, int retryCount, ByteString clientId, string protocol, string method, IMessage request) =>
        Assemble(
            Header(callId, retryCount, clientId),
            new RequestHeaderProto
            {
                MethodName = method, DeclaringClassProtocolName = protocol, ClientProtocolVersion = ProtocolVersion,
            },
            request);

    public static byte[] Sasl(RpcSaslProto message) =>
        Assemble(Header(RpcCallIds.Sasl, NoRetries, ByteString.Empty), message);

    public static byte[] Ping(ByteString clientId) => Assemble(Header(RpcCallIds.Ping, NoRetries, clientId));

    /// <summary>Messages behind their lengths, behind the length of them all.</summary>
    public static byte[] Assemble(params ReadOnlySpan<IMessage> messages)
    {
        var length = 0;
        foreach (var message in messages)
            length = checked(length + Delimited.LengthOf(message));

        var frame = new byte[checked(LengthSize + length)];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)length);
        var position = LengthSize;
        foreach (var message in messages)
            position += Delimited.Write(message, frame.AsSpan(position));
        return frame;
    }

    private static RpcRequestHeaderProto Header(int callId, int retryCount, ByteString clientId) => new()
    {
        RpcKind = RpcKindProto.RpcProtocolBuffer,
        RpcOp = RpcRequestHeaderProto.Types.OperationProto.RpcFinalPacket,
        CallId = callId,
        ClientId = clientId,
        RetryCount = retryCount,
    };
}
