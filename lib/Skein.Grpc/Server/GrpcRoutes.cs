using System.Collections.Frozen;
using Google.Protobuf;

namespace Skein.Grpc;

/// <summary>The procedures a server offers. Filled before the server starts; handlers run concurrently.</summary>
public sealed class GrpcRoutes
{
    private readonly Dictionary<string, GrpcHandler> _handlers = new(StringComparer.Ordinal);

    /// <summary>Adds a procedure with one request and one response.</summary>
    /// <param name="method">The procedure.</param>
    /// <param name="handler">
    /// Answers one request. A <see cref="GrpcException"/> becomes the call's status; any other exception becomes INTERNAL and is logged.
    /// </param>
    /// <returns>These routes.</returns>
    /// <exception cref="ArgumentException">The procedure has a handler already.</exception>
    public GrpcRoutes MapUnary<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, Func<TRequest, GrpcServerCall, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Add(method.Path, new UnaryHandler<TRequest, TResponse>(method, handler));

    /// <summary>Adds a procedure with a stream of requests and a stream of responses.</summary>
    /// <param name="method">The procedure.</param>
    /// <param name="handler">
    /// Runs one stream; the call ends when it returns. The requests end when the client closes its half, and throw
    /// <see cref="OperationCanceledException"/> when the call is cancelled.
    /// </param>
    /// <returns>These routes.</returns>
    /// <exception cref="ArgumentException">The procedure has a handler already.</exception>
    public GrpcRoutes MapDuplex<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        Func<IAsyncEnumerable<TRequest>, GrpcResponseWriter<TResponse>, GrpcServerCall, Task> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Add(method.Path, new DuplexHandler<TRequest, TResponse>(method, handler));

    internal FrozenDictionary<string, GrpcHandler> Freeze() => _handlers.ToFrozenDictionary(StringComparer.Ordinal);

    private GrpcRoutes Add(string path, GrpcHandler handler)
    {
        _handlers.Add(path, handler);
        return this;
    }
}
