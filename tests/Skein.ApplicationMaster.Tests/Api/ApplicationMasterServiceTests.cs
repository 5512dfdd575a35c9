using Skein.ApplicationMaster.Tests.Support;
using Skein.Grpc;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Api;

/// <summary>The calls over a real connection: names, codes and messages as clients see them.</summary>
public sealed class ApplicationMasterServiceTests : IAsyncLifetime
{
    private readonly ApplicationSpec _specification = ApplicationOf(("a", Service()));
    private readonly ServedApplication _application;
    private GrpcChannel? _channel;

    public ApplicationMasterServiceTests() => _application = new ServedApplication(_specification);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _application.StartAsync(null, Cancellation);
        _channel = _application.Connect();
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

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
    public async Task After_shutdown_calls_find_nobody()
    {
        await _channel!.CallAsync(
            ApplicationMasterMethods.Shutdown, new ShutdownRequest { FinalStatus = FinalStatus.Killed, Diagnostics = "enough" }, null, Cancellation);
        var outcome = await _application.Running;
        Assert.Equal((FinalStatus.Killed, "enough"), (outcome.Status, outcome.Message));
        var error = await Assert.ThrowsAsync<GrpcException>(() =>
            _channel.CallAsync(ApplicationMasterMethods.GetContainers, new ContainersRequest(), null, Cancellation));
        Assert.Equal(GrpcStatusCode.Unavailable, error.Status);
    }
}
