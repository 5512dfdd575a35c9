using Google.Protobuf;
using Skein.Hadoop.Rpc.Protocol;
using static Skein.Hadoop.Rpc.Protocol.RpcResponseHeaderProto.Types;

namespace Skein.Hadoop.Rpc.Server;

/// <summary>Frames of Hadoop IPC version 9, as a server writes them.</summary>
/// <remarks>
/// <code>
/// answer   u32 length, big-endian | varint n | RpcResponseHeaderProto | varint n | response message
/// error    the same without a message; after a fatal one the server closes the connection
/// </code>
/// Headers repeat the call's number, its client's id and its retry count.
/// </remarks>
internal static class RpcAnswers
{
    private const uint Version = 9;

    public static byte[] Success(RpcRequestHeaderProto call, IMessage message) => RpcFrames.Assemble(Header(call, RpcStatusProto.Success), message);

    /// <summary>The call failed; the connection stays usable.</summary>
    public static byte[] Error(RpcRequestHeaderProto call, RpcErrorCodeProto code, string className, string message) =>
        Failure(Header(call, RpcStatusProto.Error), code, className, message);

    /// <summary>The connection ends.</summary>
    public static byte[] Fatal(int callId, RpcErrorCodeProto code, string className, string message) =>
        Failure(
            new RpcResponseHeaderProto { CallId = unchecked((uint)callId), Status = RpcStatusProto.Fatal, ServerIpcVersionNum = Version },
            code,
            className,
            message);

    /// <summary>A message of the login.</summary>
    public static byte[] Sasl(RpcSaslProto message) => RpcFrames.Assemble(
        new RpcResponseHeaderProto
        {
            CallId = unchecked((uint)RpcCallIds.Sasl), Status = RpcStatusProto.Success, ServerIpcVersionNum = Version,
        },
        message);

    private static RpcResponseHeaderProto Header(RpcRequestHeaderProto call, RpcStatusProto status) => new()
    {
        CallId = unchecked((uint)call.CallId),
        Status = status,
        ServerIpcVersionNum = Version,
        ClientId = call.ClientId,
        RetryCount = call.RetryCount,
    };

    private static byte[] Failure(RpcResponseHeaderProto header, RpcErrorCodeProto code, string className, string message)
    {
        header.ErrorDetail = code;
        header.ExceptionClassName = className;
        header.ErrorMsg = message;
        return RpcFrames.Assemble(header);
    }
}
