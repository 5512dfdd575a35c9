using Google.Protobuf;

namespace Skein.Hadoop.Rpc.Server;

/// <summary>A protocol that a server offers: its methods and what answers them. Filled before the server starts.</summary>
/// <param name="name">Full Java name, such as <see cref="Yarn.YarnProtocols.ApplicationClient"/>.</param>
public sealed class RpcProtocol(string name)
{
    private readonly Dictionary<string, RpcHandler> _handlers = new(StringComparer.Ordinal);

    /// <summary>Full Java name.</summary>
    public string Name { get; } = name;

    /// <summary>Adds a method.</summary>
    /// <param name="method">Name as Hadoop declares it, such as <c>getNewApplication</c>.</param>
    /// <param name="parser">Parser of the method's request message.</param>
    /// <param name="handler">
    /// Answers one call; calls run concurrently. A <see cref="RpcRefusedException"/> becomes the call's error, any other one is logged
    /// and becomes a <c>java.io.IOException</c>.
    /// </param>
    /// <returns>This protocol.</returns>
    /// <exception cref="ArgumentException">The method has a handler already.</exception>
    public RpcProtocol Map<TRequest, TResponse>(
        string method, MessageParser<TRequest> parser, Func<TRequest, RpcCaller, CancellationToken, Task<TResponse>> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse>
    {
        _handlers.Add(method, new MessageHandler<TRequest, TResponse>(parser, handler));
        return this;
    }

    internal RpcHandler? Find(string method) => _handlers.GetValueOrDefault(method);
}
