using Skein.Hadoop.Rpc;
using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Services;
using Skein.LocalCluster.Tests.Nodes;
using Skein.LocalCluster.Tokens;
using Skein.LocalCluster.Tokens.Protocol;

namespace Skein.LocalCluster.Tests.Services;

public sealed class ContainerManagementServiceTests : IAsyncLifetime
{
    private static readonly string One = NodeRoom.Container(1);

    private readonly RpcServer _server = RpcServer.Listen(new RpcServerOptions());
    private readonly RpcClient _client = new(new RpcOptions { Retry = RpcRetryOptions.None });
    private readonly NodeTokens _nodeTokens;
    private bool _isLive = true;
    private readonly ContainerTokens _containerTokens = new();
    private NodeRoom _room = null!;

    public ContainerManagementServiceTests() => _nodeTokens = new NodeTokens(_ => _isLive);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _room = await NodeRoom.OpenAsync(port: _server.Endpoint.Port);
        _server.Serve(
            _nodeTokens.For(_room.Description.Id),
            new ContainerManagementService(_room.Node, _containerTokens, TimeProvider.System).CreateProtocol());
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
        await _room.DisposeAsync();
    }

    [Fact]
    public async Task A_container_is_started_asked_for_and_stopped()
    {
        var master = Master();
        var started = await StartAsync(master, Allocation(One));
        Assert.Equal([YarnIds.ParseContainer(One)], started.SucceededRequests);
        await _room.RunningOf(One);
        Assert.Equal(ContainerStateProto.CRunning, Assert.Single((await StatusAsync(master, One)).Status).State);

        var stopped = await StopAsync(master);
        Assert.Equal([YarnIds.ParseContainer(One)], stopped.SucceededRequests);
        await _room.EndOf(One);
        var status = Assert.Single((await StatusAsync(master, One)).Status);
        Assert.Equal((ContainerStateProto.CComplete, ContainerExitStatus.KilledByApplicationMaster), (status.State, status.ExitStatus));
        Assert.Contains("Container killed by the ApplicationMaster.", status.Diagnostics);

        stopped = await StopAsync(master);
        Assert.Single(stopped.SucceededRequests);
    }

    [Fact]
    public async Task A_signal_reaches_the_container()
    {
        var master = Master();
        await StartAsync(master, Allocation(One));
        await _room.RunningOf(One);
        var request = new SignalContainerRequestProto
        {
            ContainerId = YarnIds.ParseContainer(One), Command = SignalContainerCommandProto.ForcefulShutdown,
        };
        await master.SignalContainerAsync(request, Cancellation);
        Assert.Equal(137, (await _room.EndOf(One)).ExitStatus);
    }

    [Fact]
    public async Task Unknown_containers_are_told_one_by_one()
    {
        var status = Assert.Single((await StatusAsync(Master(), One)).FailedRequests);
        Assert.Equal(YarnIds.ParseContainer(One), status.ContainerId);
        Assert.Equal($"Container {One} is not handled by this NodeManager", status.Exception.Message);
    }

    [Fact]
    public async Task A_container_starts_once()
    {
        var master = Master();
        await StartAsync(master, Allocation(One));
        var again = await StartAsync(master, Allocation(One));
        Assert.Empty(again.SucceededRequests);
        Assert.Equal(YarnIds.ParseContainer(One), Assert.Single(again.FailedRequests).ContainerId);
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("expired")]
    [InlineData("for another node")]
    [InlineData("for another application")]
    public async Task A_bad_allocation_fails_the_whole_call(string kind)
    {
        var bad = Allocation(NodeRoom.Container(2, application: kind == "for another application" ? 2 : 1));
        if (kind == "expired")
            bad.ExpiryTimeStamp = DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeMilliseconds();
        if (kind == "for another node")
            bad.NmHostAddr = "127.0.0.1:1";
        var issuer = kind == "forged" ? new ContainerTokens() : _containerTokens;
        var request = new StartContainersRequestProto { StartContainerRequest = { Sleep(_containerTokens, Allocation(One)), Sleep(issuer, bad) } };
        var failure = await Assert.ThrowsAsync<RemoteException>(() => Master().StartContainersAsync(request, Cancellation));
        Assert.Equal(RemoteErrors.InvalidToken, failure.ClassName);
        Assert.Null(_room.Node.FindStatus(One));
    }

    [Fact]
    public async Task Credentials_that_can_not_be_read_fail_the_whole_call()
    {
        var bad = Sleep(_containerTokens, Allocation(NodeRoom.Container(2)));
        bad.ContainerLaunchContext.Tokens = Google.Protobuf.ByteString.CopyFromUtf8("HDTX");
        var request = new StartContainersRequestProto { StartContainerRequest = { Sleep(_containerTokens, Allocation(One)), bad } };
        var failure = await Assert.ThrowsAsync<RemoteException>(() => Master().StartContainersAsync(request, Cancellation));
        Assert.Equal("java.io.IOException", failure.ClassName);
        Assert.Null(_room.Node.FindStatus(One));
    }

    [Fact]
    public async Task An_allocation_is_used_once_even_when_its_application_has_left_the_node()
    {
        var master = Master();
        await StartAsync(master, Allocation(One));
        await _room.EndAsync(NodeRoom.Application(1));
        var again = await StartAsync(master, Allocation(One));
        Assert.Contains("relaunch", Assert.Single(again.FailedRequests).Exception.Message);
        Assert.Null(_room.Node.FindStatus(One));
    }

    [Fact]
    public async Task A_token_for_a_node_opens_nothing_when_its_application_has_ended()
    {
        _isLive = false;
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => StatusAsync(Master(), One));
        Assert.Equal(RpcFailure.Refused, failure.Failure);
    }

    [Fact]
    public async Task Containers_of_another_application_are_neither_seen_nor_stopped()
    {
        await StartAsync(Master(), Allocation(One));
        var stranger = Master(application: 2);
        Assert.Single((await StatusAsync(stranger, One)).FailedRequests);
        var stopped = await StopAsync(stranger);
        Assert.Single(stopped.FailedRequests);
        Assert.NotEqual(ContainerStateProto.CComplete, _room.Node.FindStatus(One)!.State);
    }

    [Fact]
    public async Task A_token_for_another_node_does_not_open_this_one()
    {
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(
            () => StatusAsync(Master(node: new NodeIdProto { Host = "127.0.0.1", Port = 1 }), One));
        Assert.Equal(RpcFailure.Refused, failure.Failure);
    }

    private static Task<StopContainersResponseProto> StopAsync(NodeManagerClient master) =>
        master.StopContainersAsync(new StopContainersRequestProto { ContainerId = { YarnIds.ParseContainer(One) } }, Cancellation);

    private static Task<GetContainerStatusesResponseProto> StatusAsync(NodeManagerClient master, string container) =>
        master.GetContainerStatusesAsync(new GetContainerStatusesRequestProto { ContainerId = { YarnIds.ParseContainer(container) } }, Cancellation);

    private static StartContainerRequestProto Sleep(ContainerTokens issuer, ContainerTokenIdentifierProto allocation) => new()
    {
        ContainerToken = issuer.Issue(allocation).ToMessage(),
        ContainerLaunchContext = NodeRoom.Command("exec sleep 1000"),
    };

    private ContainerTokenIdentifierProto Allocation(string container) => new()
    {
        ContainerId = YarnIds.ParseContainer(container),
        NmHostAddr = _room.Description.Name,
        AppSubmitter = NodeRoom.User,
        Resource = new ResourceProto { Memory = 512, VirtualCores = 1 },
        ExpiryTimeStamp = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeMilliseconds(),
    };

    private Task<StartContainersResponseProto> StartAsync(NodeManagerClient master, ContainerTokenIdentifierProto allocation) =>
        master.StartContainersAsync(new StartContainersRequestProto { StartContainerRequest = { Sleep(_containerTokens, allocation) } }, Cancellation);

    private NodeManagerClient Master(int application = 1, NodeIdProto? node = null)
    {
        var attempt = YarnIds.ParseAttempt($"appattempt_1700000000000_{application:D4}_000001");
        var token = _nodeTokens.Issue(attempt, node ?? _room.Description.Id, NodeRoom.User);
        return new NodeManagerClient(_client.Open(new RpcTarget(
            _server.Endpoint, YarnProtocols.ContainerManagement, new UserIdentity(NodeRoom.User, new Credentials()), token)));
    }
}
