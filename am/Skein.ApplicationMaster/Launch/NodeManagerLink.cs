using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Logging;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Launch;

/// <summary>Starts and stops containers on their nodes, many at a time; what does not start or stop is reported as an event.</summary>
internal sealed class NodeManagerLink : IAsyncDisposable
{
    private readonly INodeManagerProtocol _protocol;
    private readonly NodeTokens _tokens;
    private readonly LaunchContextBuilder _contexts;
    private readonly Func<ApplicationEvent, CancellationToken, ValueTask> _post;
    private readonly ILogger _log;
    private readonly NodeSlots _slots = new();
    private readonly ConcurrentDictionary<Task, bool> _calls = new();
    private readonly ConcurrentDictionary<ContainerIdProto, CancellationTokenSource> _cancellations = new();
    private readonly CancellationTokenSource _stopping = new();
    private bool _isDisposed;

    public NodeManagerLink(
        INodeManagerProtocol protocol,
        NodeTokens tokens,
        LaunchContextBuilder contexts,
        Func<ApplicationEvent, CancellationToken, ValueTask> post,
        ILogger log)
    {
        _protocol = protocol;
        _tokens = tokens;
        _contexts = contexts;
        _post = post;
        _log = log;
    }

    /// <summary>Starts a container in the background.</summary>
    public void Launch(ContainerLaunch launch)
    {
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        _cancellations[launch.Container.Id] = cancellation;
        Run(() => LaunchAsync(launch, cancellation));
    }

    /// <summary>Asks a container's processes to stop, in the background. A launch that has not ended yet is given up instead.</summary>
    public void Stop(ContainerIdProto container, NodeIdProto node)
    {
        var wasLaunching = Cancel(container);
        Run(() => StopAsync(container, node, wasLaunching));
    }

    /// <summary>Gives up a launch that has not ended yet, and tells whether there was one. The container is to be given back.</summary>
    public bool Cancel(ContainerIdProto container)
    {
        if (!_cancellations.TryRemove(container, out var cancellation))
            return false;
        try
        {
            cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The launch ended while it was being given up.
        }

        return true;
    }

    /// <summary>Gives up what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _stopping.CancelAsync();
        await Task.WhenAll(_calls.Keys);
        _stopping.Dispose();
        _slots.Dispose();
    }

    private void Run(Func<Task> call)
    {
        // The first await may complete at once: without a task of its own the call would run on the application loop.
        var running = Task.Run(call, CancellationToken.None);
        _calls[running] = true;
        _ = running.ContinueWith(
            ended => _calls.TryRemove(ended, out _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task LaunchAsync(ContainerLaunch launch, CancellationTokenSource cancellation)
    {
        var container = launch.Container.Id;
        try
        {
            var failure = await _slots.UseAsync(
                launch.Container.NodeId, () => StartAsync(launch, cancellation.Token), cancellation.Token);
            if (failure is not null)
                await _post(failure, cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            // The container was given back, or the application ends.
        }
        finally
        {
            _cancellations.TryRemove(KeyValuePair.Create(container, cancellation));
            cancellation.Dispose();
        }
    }

    private async Task StopAsync(ContainerIdProto container, NodeIdProto node, bool wasLaunching)
    {
        try
        {
            if (wasLaunching || !await _slots.UseAsync(node, () => SignalAsync(container, node), _stopping.Token))
                await _post(new ApplicationEvent.StopFailed(container), _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The application ends.
        }
    }

    private async Task<bool> SignalAsync(ContainerIdProto container, NodeIdProto node)
    {
        if (_tokens.Find(node) is not { } token)
            return false;
        try
        {
            var request = new SignalContainerRequestProto { ContainerId = container, Command = SignalContainerCommandProto.GracefulShutdown };
            await _protocol.SignalContainerAsync(node, token, request, _stopping.Token);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _log.StopFailed(YarnIds.Format(container), node.Host, error.Message);
            return false;
        }
    }

    // Null if the container runs.
    private async Task<ApplicationEvent.LaunchFailed?> StartAsync(ContainerLaunch launch, CancellationToken cancellation)
    {
        var (container, node) = (launch.Container.Id, launch.Container.NodeId);
        if (_tokens.Find(node) is not { } token)
            return new(container, $"no token for node {node.Host}:{node.Port} came with the allocation", IsNodeFault: true);

        try
        {
            var request = new StartContainersRequestProto
            {
                StartContainerRequest =
                {
                    new StartContainerRequestProto
                    {
                        ContainerLaunchContext = _contexts.Build(launch),
                        ContainerToken = launch.Container.ContainerToken,
                    },
                },
            };
            var response = await _protocol.StartContainersAsync(node, token, request, cancellation);
            if (response.FailedRequests.Count == 0)
                return null;

            // A request sent twice because its connection broke is refused the second time although the container runs.
            var query = new GetContainerStatusesRequestProto { ContainerId = { container } };
            var known = await _protocol.GetContainerStatusesAsync(node, token, query, cancellation);
            return known.Status.Count > 0
                ? null
                : new(container, response.FailedRequests[0].Exception?.Message ?? "the NodeManager gave no reason");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever it was, a container that did not start must not count as running.
            _log.LaunchFailed(YarnIds.Format(container), node.Host, error.Message);
            return new(container, error.Message, IsNodeFault: error is RpcConnectionException
            {
                Failure: RpcFailure.Unreachable or RpcFailure.Lost or RpcFailure.NoAnswer,
            });
        }
    }
}
