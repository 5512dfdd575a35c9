using Google.Protobuf;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Submission.Clusters;

namespace Skein.Submission.Tests.Clusters;

/// <summary>A ResourceManager that answers as told and remembers what it was asked.</summary>
internal sealed class FakeResourceManager : IRpcChannel
{
    private readonly Dictionary<string, Func<IMessage, IMessage>> _answers = [];

    public HadoopEndpoint Endpoint { get; } = new("rm", 8032);

    /// <summary>Requests in their order.</summary>
    public List<IMessage> Requests { get; } = [];

    public FakeResourceManager Answer<TRequest>(string method, Func<TRequest, IMessage> answer)
        where TRequest : IMessage
    {
        _answers[method] = request => answer((TRequest)request);
        return this;
    }

    public Task<TResponse> CallAsync<TResponse>(
        string method, IMessage request, MessageParser<TResponse> parser, CancellationToken cancellation)
        where TResponse : IMessage<TResponse>
    {
        Requests.Add(request);
        return Task.FromResult(parser.ParseFrom(_answers[method](request).ToByteArray()));
    }

    /// <summary>A cluster that consists of it.</summary>
    public ClusterConnection Cluster() => new(
        HadoopConfiguration.FromProperties([]), new UserIdentity("me", new Credentials()), TimeProvider.System, this);
}
