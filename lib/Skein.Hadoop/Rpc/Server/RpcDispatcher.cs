using System.Collections.Frozen;
using Google.Protobuf;
using Skein.Hadoop.Rpc.Protocol;
using static Skein.Hadoop.Rpc.Protocol.RpcResponseHeaderProto.Types;

namespace Skein.Hadoop.Rpc.Server;

/// <summary>Finds the method that a call names, and turns what becomes of it into an answer's frame.</summary>
internal sealed class RpcDispatcher(IEnumerable<RpcProtocol> protocols, RpcServerOptions options)
{
    private const ulong ProtocolVersion = 1;

    private readonly FrozenDictionary<string, RpcProtocol> _protocols =
        protocols.ToFrozenDictionary(protocol => protocol.Name, StringComparer.Ordinal);

    /// <summary>Carries a call out. Its bytes are read before this method returns.</summary>
    /// <param name="header">The call's header.</param>
    /// <param name="body">What follows the header: the method, and its request.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="cancellation">Fires when the client is gone or the server stops.</param>
    public Task<byte[]> DispatchAsync(
        RpcRequestHeaderProto header, ReadOnlySpan<byte> body, RpcCaller caller, CancellationToken cancellation)
    {
        RequestHeaderProto method;
        RpcHandler handler;
        Task<IMessage> answer;
        options.OnCall();
        try
        {
            method = RequestHeaderProto.Parser.ParseFrom(Delimited.Read(ref body));
            if (!_protocols.TryGetValue(method.DeclaringClassProtocolName, out var protocol))
            {
                return Error(
                    header, RpcErrorCodeProto.ErrorNoSuchProtocol, "org.apache.hadoop.ipc.RpcNoSuchProtocolException",
                    $"Unknown protocol: {method.DeclaringClassProtocolName}");
            }

            if (method.ClientProtocolVersion != ProtocolVersion)
            {
                return Error(
                    header, RpcErrorCodeProto.ErrorRpcVersionMismatch, "org.apache.hadoop.ipc.RPC$VersionMismatch",
                    $"Protocol {protocol.Name} version mismatch. (client = {method.ClientProtocolVersion}, server = {ProtocolVersion})");
            }

            if (protocol.Find(method.MethodName) is not { } found)
            {
                return Error(
                    header, RpcErrorCodeProto.ErrorNoSuchMethod, "org.apache.hadoop.ipc.RpcNoSuchMethodException",
                    $"Unknown method {method.MethodName} called on {protocol.Name} protocol.");
            }

            handler = found;
            answer = handler.InvokeAsync(Delimited.Read(ref body), caller, cancellation);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException)
        {
            return Error(
                header, RpcErrorCodeProto.ErrorApplication, "com.google.protobuf.InvalidProtocolBufferException",
                "The request can not be parsed");
        }

        return AnswerAsync(header, method, answer);
    }

    private async Task<byte[]> AnswerAsync(RpcRequestHeaderProto header, RequestHeaderProto method, Task<IMessage> answer)
    {
        try
        {
            return RpcAnswers.Success(header, await answer);
        }
        catch (RpcRefusedException e)
        {
            return RpcAnswers.Error(header, RpcErrorCodeProto.ErrorApplication, e.ClassName, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            options.OnHandlerFailed(method.MethodName, e);
            return RpcAnswers.Error(
                header, RpcErrorCodeProto.ErrorApplication, "java.io.IOException", $"{method.MethodName} failed in the server: {e.Message}");
        }
    }

    private static Task<byte[]> Error(RpcRequestHeaderProto header, RpcErrorCodeProto code, string className, string message) =>
        Task.FromResult(RpcAnswers.Error(header, code, className, message));
}
