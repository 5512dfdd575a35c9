using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Skein.Grpc;
using Skein.Security;
using Skein.Submission.Driver;
using Skein.Submission.Tests.Clusters;

namespace Skein.Submission.Tests.Driver;

/// <summary>A driver on a free port of this machine, before a ResourceManager that answers as told, and a client of it.</summary>
internal sealed class TestDriver : IAsyncDisposable
{
    private static readonly X509Certificate2 Certificate = CertificatePair.Generate().ToCertificate();

    private readonly CancellationTokenSource _stopping = new();
    private readonly ClusterClients _clients;
    private readonly GrpcServer _server;
    private readonly GrpcChannel _channel;

    private TestDriver(FakeResourceManager resourceManager, GrpcServer server, ClusterClients clients, CancellationTokenSource stopping)
    {
        ResourceManager = resourceManager;
        _server = server;
        _clients = clients;
        _stopping = stopping;
        _channel = Open();
    }

    public FakeResourceManager ResourceManager { get; }

    /// <summary>As whom it has called the cluster; empty: as itself.</summary>
    public required IEnumerable<string> Users { get; init; }

    /// <summary>Starts one.</summary>
    /// <param name="find">Called when the cluster is looked for; null: it is there.</param>
    public static async Task<TestDriver> StartAsync(Action? find = null)
    {
        var resourceManager = new FakeResourceManager();
        var options = new SkeinClientOptions();
        var users = new ConcurrentQueue<string>();
        var clients = new ClusterClients(
            _ =>
            {
                find?.Invoke();
                return Task.FromResult(options);
            },
            opened =>
            {
                users.Enqueue(opened.User ?? "");
                return new SkeinClient(resourceManager.Cluster(), opened);
            });
        var stopping = new CancellationTokenSource();
        var server = await GrpcServer.StartAsync(
            new GrpcServerOptions { Certificate = Certificate, Address = IPAddress.Loopback },
            new DriverService(clients, TimeProvider.System, NullLogger.Instance, stopping.Token).AddTo(new GrpcRoutes()),
            TestContext.Current.CancellationToken);
        return new TestDriver(resourceManager, server, clients, stopping) { Users = users };
    }

    public Task<TResponse> CallAsync<TRequest, TResponse>(GrpcMethod<TRequest, TResponse> method, TRequest request)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _channel.CallAsync(method, request, deadline: null, TestContext.Current.CancellationToken);

    /// <summary>Another client, the caller's to close.</summary>
    public GrpcChannel Open() => new(new GrpcChannelOptions { Certificate = Certificate, Host = "127.0.0.1", Port = _server.Port });

    /// <summary>Tells the driver's calls to end.</summary>
    public Task StopAsync() => _stopping.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _channel.Dispose();
        await _server.DisposeAsync();
        await _clients.DisposeAsync();
        _stopping.Dispose();
    }
}
