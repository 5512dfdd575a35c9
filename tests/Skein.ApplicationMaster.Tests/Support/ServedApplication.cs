using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Skein.ApplicationMaster.Api;
using Skein.ApplicationMaster.KeyValue;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Pages;
using Skein.Grpc;
using Skein.KeyValue;
using Skein.Protocol;
using Skein.Security;

namespace Skein.ApplicationMaster.Tests.Support;

/// <summary>An application whose procedures are served on a port, with a cluster that never answers unless a test brings its own.</summary>
internal sealed class ServedApplication : IEffectHandler, IAsyncDisposable
{
    private static readonly X509Certificate2 Certificate = CertificatePair.Generate().ToCertificate();

    private readonly ApplicationSpec _specification;
    private readonly ConcurrentBag<GrpcChannel> _channels = [];
    private GrpcServer? _server;

    public ServedApplication(ApplicationSpec specification)
    {
        _specification = specification;
        State = new ApplicationStateMachine(specification);
        Loop = new ApplicationLoop(State, TimeProvider.System);
        Containers = new ContainerDirectory(specification.Services.Keys);
    }

    public ApplicationStateMachine State { get; }

    public ApplicationLoop Loop { get; }

    public KeyValueStore Store { get; } = new();

    public ContainerDirectory Containers { get; }

    public Task<ApplicationOutcome> Running { get; private set; } = Task.FromResult(ApplicationOutcome.Completed);

    public int Port => _server!.Port;

    /// <summary>Starts to serve and to live.</summary>
    /// <param name="effects">Carries out effects; null: answers only.</param>
    /// <param name="cancellation">Ends the start.</param>
    public async Task StartAsync(IEffectHandler? effects, CancellationToken cancellation)
    {
        var routes = new GrpcRoutes();
        new ApplicationMasterService(Loop, _specification).Map(routes);
        new KeyValueService(Store, Containers).Map(routes);
        new PagesService(new PageRegistry(), ["http://localhost/"]).Map(routes);
        _server = await GrpcServer.StartAsync(
            new GrpcServerOptions { Certificate = Certificate, Address = IPAddress.Loopback }, routes, cancellation);
        await Loop.PostAsync(new ApplicationEvent.Started(), cancellation);
        Running = Loop.RunAsync(effects ?? this, CancellationToken.None);
    }

    /// <summary>A client with a connection of its own.</summary>
    public GrpcChannel Connect()
    {
        var channel = new GrpcChannel(new GrpcChannelOptions { Certificate = Certificate, Host = "127.0.0.1", Port = Port });
        _channels.Add(channel);
        return channel;
    }

    /// <summary>A client that sends what it likes.</summary>
    public static HttpMessageInvoker ConnectRaw() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions =
        {
            ClientCertificates = [Certificate],
            LocalCertificateSelectionCallback = static (_, _, _, _, _) => Certificate,
            RemoteCertificateValidationCallback = static (_, shown, _, _) => Certificate.Equals(shown),
        },
    });

    /// <summary>A request of such a client.</summary>
    public HttpRequestMessage RawRequest(string path, HttpContent content)
    {
        content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        return new HttpRequestMessage(HttpMethod.Post, $"https://127.0.0.1:{Port}{path}")
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = content,
        };
    }

    public void Handle(ApplicationEffect effect)
    {
        if (effect is ApplicationEffect.ContainerChanged changed)
            Containers.Update(changed.Service, changed.Instance, changed.Active);
        else if (effect is ApplicationEffect.Reply reply)
            reply.Send();
    }

    public async ValueTask DisposeAsync()
    {
        await Loop.PostAsync(new ApplicationEvent.Ended(ApplicationOutcome.Stopped), CancellationToken.None);
        await Running;
        foreach (var channel in _channels)
            channel.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
