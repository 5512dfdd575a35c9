using System.Net;
using Skein.ApplicationMaster.Api;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Grpc;
using Skein.Protocol;
using Skein.Security;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Api;

/// <summary>The calls over a real connection: names, codes and messages as clients see them.</summary>
public sealed class ApplicationMasterServiceTests : IAsyncLifetime, IEffectHandler
{
    private readonly ApplicationSpec _specification = ApplicationOf(("a", Service()));
    private readonly ApplicationLoop _loop;
    private Task<ApplicationOutcome> _running = Task.FromResult(ApplicationOutcome.Completed);
    private GrpcServer? _server;
    private GrpcChannel? _channel;

    public ApplicationMasterServiceTests() => _loop = new ApplicationLoop(new ApplicationStateMachine(_specification), TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    void IEffectHandler.Handle(ApplicationEffect effect) => (effect as ApplicationEffect.Reply)?.Send();

    public async ValueTask InitializeAsync()
    {
        var certificate = CertificatePair.Generate().ToCertificate();
        var routes = new GrpcRoutes();
        new ApplicationMasterService(_loop, _specification).Map(routes);
        _server = await GrpcServer.StartAsync(
            new GrpcServerOptions { Certificate = certificate, Address = IPAddress.Loopback }, routes, Cancellation);
        _channel = new GrpcChannel(new GrpcChannelOptions { Certificate = certificate, Host = "127.0.0.1", Port = _server.Port });
        await _loop.PostAsync(new ApplicationEvent.Started(), Cancellation);
        _running = _loop.RunAsync(this, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _loop.PostAsync(new ApplicationEvent.DriverExited(0), Cancellation);
        await _running;
        _channel!.Dispose();
        await _server!.DisposeAsync();
    }

    [Fact]
    public async Task The_specification_is_given_back_as_staged() =>
        Assert.Equal(_specification, await _channel!.CallAsync(ApplicationMasterMethods.GetApplicationSpec, new Empty(), null, Cancellation));

    [Fact]
    public async Task Scaled_containers_are_listed()
    {
        var added = await _channel!.CallAsync(ApplicationMasterMethods.Scale, new ScaleRequest { ServiceName = "a", Count = 2 }, null, Cancellation);
        Assert.Equal(1, Assert.Single(added.Containers).Instance);
        var listed = await _channel.CallAsync(ApplicationMasterMethods.GetContainers, new ContainersRequest(), null, Cancellation);
        Assert.Equal(2, listed.Containers.Count);
    }

    [Fact]
    public async Task Nonsense_is_an_invalid_argument()
    {
        var error = await Assert.ThrowsAsync<GrpcException>(() =>
            _channel!.CallAsync(ApplicationMasterMethods.Scale, new ScaleRequest { ServiceName = "x", Count = 2 }, null, Cancellation));
        Assert.Equal((GrpcStatusCode.InvalidArgument, "Unknown service 'x'"), (error.Status, error.Message));
    }

    [Fact]
    public async Task After_shutdown_calls_find_nobody()
    {
        await _channel!.CallAsync(
            ApplicationMasterMethods.Shutdown, new ShutdownRequest { FinalStatus = FinalStatus.Killed, Diagnostics = "enough" }, null, Cancellation);
        Assert.Equal((FinalStatus.Killed, "enough"), ((await _running).Status, (await _running).Message));
        var error = await Assert.ThrowsAsync<GrpcException>(() =>
            _channel.CallAsync(ApplicationMasterMethods.GetContainers, new ContainersRequest(), null, Cancellation));
        Assert.Equal(GrpcStatusCode.Unavailable, error.Status);
    }
}
