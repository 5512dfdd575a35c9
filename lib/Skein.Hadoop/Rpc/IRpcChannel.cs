using Google.Protobuf;

namespace Skein.Hadoop.Rpc;

/// <summary>Calls of one protocol at one server as one user. Many calls may be in flight at once.</summary>
public interface IRpcChannel
{
    /// <summary>The server dialled.</summary>
    HadoopEndpoint Endpoint { get; }

    /// <summary>Sends one call and waits for its answer.</summary>
    /// <param name="method">Method name as Hadoop declares it, such as <c>getFileInfo</c>.</param>
    /// <param name="request">The method's request message.</param>
    /// <param name="parser">Parser of the method's response message.</param>
    /// <param name="cancellation">Gives up waiting; the connection stays usable.</param>
    /// <exception cref="RemoteException">The server answered with an error.</exception>
    /// <exception cref="RpcConnectionException">The server can not be reached, or the connection was lost.</exception>
    Task<TResponse> CallAsync<TResponse>(
        string method, IMessage request, MessageParser<TResponse> parser, CancellationToken cancellation)
        where TResponse : IMessage<TResponse>;
}
