using Google.Protobuf;

namespace Skein.Grpc;

/// <summary>One remote procedure: its name on the wire and how its messages are parsed.</summary>
/// <typeparam name="TRequest">Message the client sends.</typeparam>
/// <typeparam name="TResponse">Message the server answers with.</typeparam>
/// <param name="service">Full name of the service, package included, such as <c>skein.AppMaster</c>.</param>
/// <param name="name">Name of the procedure; case matters on the wire.</param>
/// <param name="requestParser">Parser of requests.</param>
/// <param name="responseParser">Parser of responses.</param>
public sealed class GrpcMethod<TRequest, TResponse>(
    string service,
    string name,
    MessageParser<TRequest> requestParser,
    MessageParser<TResponse> responseParser)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <summary>Full name of the service.</summary>
    public string Service { get; } = service;

    /// <summary>Name of the procedure.</summary>
    public string Name { get; } = name;

    /// <summary>The <c>:path</c> of a call: <c>/service/name</c>.</summary>
    public string Path { get; } = $"/{service}/{name}";

    /// <summary>Parser of requests.</summary>
    public MessageParser<TRequest> RequestParser { get; } = requestParser;

    /// <summary>Parser of responses.</summary>
    public MessageParser<TResponse> ResponseParser { get; } = responseParser;

    /// <inheritdoc />
    public override string ToString() => Path;
}
