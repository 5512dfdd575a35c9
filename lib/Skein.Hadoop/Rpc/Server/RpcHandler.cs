using Google.Protobuf;

namespace Skein.Hadoop.Rpc.Server;

/// <summary>One method of a protocol, whatever its messages are.</summary>
internal abstract class RpcHandler
{
    /// <summary>Parses a request and answers it.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are not the method's request.</exception>
    /// <exception cref="RpcRefusedException">The call can not be carried out.</exception>
    public abstract Task<IMessage> InvokeAsync(ReadOnlySpan<byte> request, RpcCaller caller, CancellationToken cancellation);
}
