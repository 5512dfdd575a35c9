using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Lifecycle;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Launch;

public sealed class NodeManagerLinkTests : IAsyncDisposable
{
    private readonly FakeNodes _nodes = new();
    private readonly NodeTokens _tokens = new();
    private readonly Channel<ApplicationEvent> _events = Channel.CreateUnbounded<ApplicationEvent>();
    private readonly NodeManagerLink _link;

    public NodeManagerLinkTests()
    {
        _tokens.Store([new NMTokenProto { NodeId = Node, Token = Token("NMToken", "first") }]);
        var contexts = new LaunchContextBuilder(new LaunchContextOptions { ApplicationId = "a", ApplicationMasterAddress = "n:1" });
        _link = new NodeManagerLink(
            _nodes, _tokens, contexts, (happened, cancellation) => _events.Writer.WriteAsync(happened, cancellation), NullLogger.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    [Fact]
    public async Task A_container_is_started_with_its_own_token_under_the_nodes_newest()
    {
        _tokens.Store([new NMTokenProto { NodeId = Node.Clone(), Token = Token("NMToken", "second") }]);
        _link.Launch(Launch(1));
        var (token, request) = await _nodes.Started.Reader.ReadAsync(Cancellation);
        Assert.Equal("second"u8.ToArray(), token.Identifier.ToArray());
        Assert.Equal("ContainerToken", Assert.Single(request.StartContainerRequest).ContainerToken.Kind);
        _nodes.Answer.TrySetResult(new StartContainersResponseProto { SucceededRequests = { ContainerId(1) } });
        await _link.DisposeAsync();
        Assert.False(_events.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_refused_start_is_reported()
    {
        _nodes.Answer.TrySetResult(Failed("disk full"));
        _link.Launch(Launch(1));
        Assert.Equal(new ApplicationEvent.LaunchFailed(ContainerId(1), "disk full"), await _events.Reader.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task A_start_repeated_after_a_lost_answer_is_not_a_failure()
    {
        _nodes.Answer.TrySetResult(Failed("already running"));
        _nodes.Known = true;
        _link.Launch(Launch(1));
        await _nodes.Queried.Task.WaitAsync(Cancellation);
        await _link.DisposeAsync();
        Assert.False(_events.Reader.TryRead(out _));
    }

    [Fact]
    public async Task An_unreachable_node_is_reported_as_at_fault()
    {
        _nodes.Answer.TrySetException(
            new RpcConnectionException(new HadoopEndpoint("node1", 8041), RpcFailure.Unreachable, "connection refused"));
        _link.Launch(Launch(1));
        Assert.Equal(
            new ApplicationEvent.LaunchFailed(ContainerId(1), "node1:8041: connection refused", IsNodeFault: true),
            await _events.Reader.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task A_defect_while_starting_is_reported_too()
    {
        _nodes.Answer.TrySetException(new InvalidOperationException("no such thing"));
        _link.Launch(Launch(1));
        Assert.Equal(new ApplicationEvent.LaunchFailed(ContainerId(1), "no such thing"), await _events.Reader.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task A_node_without_a_token_is_reported()
    {
        var launch = Launch(1);
        launch.Container.NodeId = new NodeIdProto { Host = "node2", Port = 1 };
        _link.Launch(launch);
        Assert.Contains(
            "node2:1", Assert.IsType<ApplicationEvent.LaunchFailed>(await _events.Reader.ReadAsync(Cancellation)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_node_holds_up_no_other()
    {
        for (var i = 1; i <= NodeSlots.PerNode + 5; i++)
            _link.Launch(Launch(i));
        for (var i = 0; i < NodeSlots.PerNode; i++)
            Assert.NotEqual(99, await NextStartedAsync());
        Assert.False(_nodes.Started.Reader.TryRead(out _));

        _link.Launch(LaunchElsewhere(99));
        Assert.Equal(99, await NextStartedAsync());
        _nodes.Answer.TrySetResult(new StartContainersResponseProto());
        for (var i = 0; i < 5; i++)
            await NextStartedAsync();
    }

    [Fact]
    public async Task Many_slow_nodes_hold_up_no_more_than_the_bound()
    {
        for (var i = 1; i <= NodeSlots.InAll + 5; i++)
            _link.Launch(LaunchElsewhere(i));
        for (var i = 0; i < NodeSlots.InAll; i++)
            await NextStartedAsync();
        Assert.False(_nodes.Started.Reader.TryRead(out _));
        _nodes.Answer.TrySetResult(new StartContainersResponseProto());
        for (var i = 0; i < 5; i++)
            await NextStartedAsync();
    }

    [Fact]
    public async Task A_container_is_told_to_stop_under_its_nodes_token()
    {
        _link.Stop(ContainerId(1), Node);
        Assert.Equal(
            new SignalContainerRequestProto { ContainerId = ContainerId(1), Command = SignalContainerCommandProto.GracefulShutdown },
            await _nodes.Signalled.Reader.ReadAsync(Cancellation));
        await _link.DisposeAsync();
        Assert.False(_events.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_container_that_can_not_be_told_to_stop_is_reported()
    {
        _nodes.SignalFault = new IOException("no such method");
        _link.Stop(ContainerId(1), Node);
        Assert.Equal(new ApplicationEvent.StopFailed(ContainerId(1)), await _events.Reader.ReadAsync(Cancellation));
    }

    [Fact]
    public async Task A_container_stopped_before_it_was_launched_is_given_up_and_reported()
    {
        _link.Launch(Launch(1));
        await NextStartedAsync();
        _link.Stop(ContainerId(1), Node);
        Assert.Equal(new ApplicationEvent.StopFailed(ContainerId(1)), await _events.Reader.ReadAsync(Cancellation));
        Assert.False(_nodes.Signalled.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_launch_given_up_says_nothing()
    {
        _link.Launch(Launch(1));
        await _nodes.Started.Reader.ReadAsync(Cancellation);
        _link.Cancel(ContainerId(1));
        await _link.DisposeAsync();
        Assert.False(_events.Reader.TryRead(out _));
    }

    private static ContainerLaunch Launch(int number) => new(Allocated(number, number), "a", number, Service(), new Dictionary<string, string>());

    // On a node that no other container is on.
    private ContainerLaunch LaunchElsewhere(int number)
    {
        var launch = Launch(number);
        launch.Container.NodeId = new NodeIdProto { Host = $"host{number}", Port = 1 };
        _tokens.Store([new NMTokenProto { NodeId = launch.Container.NodeId, Token = Token("NMToken", "n") }]);
        return launch;
    }

    private async Task<int> NextStartedAsync()
    {
        var context = (await _nodes.Started.Reader.ReadAsync(Cancellation)).Request.StartContainerRequest[0].ContainerLaunchContext;
        return int.Parse(context.Environment.Single(e => e.Key == "SKEIN_CONTAINER_ID").Value["a_".Length..], CultureInfo.InvariantCulture);
    }

    private static StartContainersResponseProto Failed(string reason) => new()
    {
        FailedRequests = { new ContainerExceptionMapProto { ContainerId = ContainerId(1), Exception = new SerializedExceptionProto { Message = reason } } },
    };

    private sealed class FakeNodes : INodeManagerProtocol
    {
        public Channel<(Token Token, StartContainersRequestProto Request)> Started { get; } =
            Channel.CreateUnbounded<(Token, StartContainersRequestProto)>();

        public Channel<SignalContainerRequestProto> Signalled { get; } = Channel.CreateUnbounded<SignalContainerRequestProto>();

        /// <summary>Thrown by every signal; null: none.</summary>
        public IOException? SignalFault { get; set; }

        public TaskCompletionSource<StartContainersResponseProto> Answer { get; } = new();

        public TaskCompletionSource Queried { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Known { get; set; }

        public Task<StartContainersResponseProto> StartContainersAsync(
            NodeIdProto node, Token token, StartContainersRequestProto request, CancellationToken cancellation)
        {
            Started.Writer.TryWrite((token, request));
            return Answer.Task.WaitAsync(cancellation);
        }

        public Task<SignalContainerResponseProto> SignalContainerAsync(
            NodeIdProto node, Token token, SignalContainerRequestProto request, CancellationToken cancellation)
        {
            Assert.Equal("NMToken", token.Kind);
            Signalled.Writer.TryWrite(request);
            return SignalFault is null
                ? Task.FromResult(new SignalContainerResponseProto())
                : Task.FromException<SignalContainerResponseProto>(SignalFault);
        }

        public Task<GetContainerStatusesResponseProto> GetContainerStatusesAsync(
            NodeIdProto node, Token token, GetContainerStatusesRequestProto request, CancellationToken cancellation)
        {
            Queried.TrySetResult();
            var response = new GetContainerStatusesResponseProto();
            if (Known)
                response.Status.Add(new ContainerStatusProto { ContainerId = request.ContainerId[0] });
            return Task.FromResult(response);
        }
    }
}
