using System.Net;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Skein.ApplicationMaster.KeyValue;
using Skein.Client;
using Skein.Grpc;
using Skein.KeyValue;
using Skein.Security;

namespace Skein.ApplicationMaster.Tests.KeyValue;

/// <summary>The key-value procedures served on the loopback interface, and a channel to them.</summary>
internal sealed class KeyValueServer : IAsyncDisposable
{
    private static readonly X509Certificate2 Certificate = CertificatePair.Generate().ToCertificate();

    private readonly GrpcServer _server;

    private KeyValueServer(GrpcServer server)
    {
        _server = server;
        Channel = OpenChannel();
    }

    public GrpcChannel Channel { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<KeyValueServer> StartAsync(KeyValueServiceOptions? bounds = null)
    {
        var routes = new GrpcRoutes();
        new KeyValueService(new KeyValueStore(), new FakeContainers(), bounds).Map(routes);
        var options = new GrpcServerOptions { Certificate = Certificate, Address = IPAddress.Loopback };
        return new KeyValueServer(await GrpcServer.StartAsync(options, routes, Cancellation));
    }

    /// <summary>A channel, and so a connection, of its own.</summary>
    public GrpcChannel OpenChannel() =>
        new(new GrpcChannelOptions { Certificate = Certificate, Host = "127.0.0.1", Port = _server.Port });

    /// <summary>The client that programs use.</summary>
    public ApplicationClient OpenClient() => new(Certificate, "127.0.0.1", _server.Port);

    public Task<TResponse> CallAsync<TRequest, TResponse>(GrpcMethod<TRequest, TResponse> method, TRequest request)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => CallAsync(Channel, method, request);

    public static Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcChannel channel, GrpcMethod<TRequest, TResponse> method, TRequest request)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        channel.CallAsync(method, request, TimeSpan.FromSeconds(30), Cancellation);

    public Task StopAsync() => _server.StopAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _server.DisposeAsync();
    }
}
