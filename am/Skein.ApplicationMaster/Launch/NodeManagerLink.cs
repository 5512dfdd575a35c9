using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Logging;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Launch;

/// <summary>Starts containers on their nodes, many at a time; what does not start is reported as an event.</summary>
internal sealed class NodeManagerLink : IAsyncDisposable
{
    /// <summary>Launches under way at once. A slow node holds up none of the others until that many are slow.</summary>
    internal const int Concurrency = 32;

    private readonly INodeManagerProtocol _protocol;
    private readonly NodeTokens _tokens;
    private readonly LaunchContextBuilder _contexts;
    private readonly Func<ApplicationEvent, CancellationToken, ValueTask> _post;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _slots = new(Concurrency);
    private readonly ConcurrentDictionary<ContainerIdProto, Task> _launches = new();
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
        // The first await may complete at once: without a task of its own the launch would run on the application loop.
        var running = Task.Run(() => LaunchAsync(launch, cancellation), CancellationToken.None);
        _launches[launch.Container.Id] = running;
        // It may have ended, and taken itself off the list, before it was put there.
        if (running.IsCompleted)
            _launches.TryRemove(launch.Container.Id, out _);
    }

    /// <summary>Gives up a launch that has not ended yet; the container was given back.</summary>
    public void Cancel(ContainerIdProto container)
    {
        if (!_cancellations.TryRemove(container, out var cancellation))
            return;
        try
        {
            cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The launch ended while it was being given up.
        }
    }

    /// <summary>Gives up what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _stopping.CancelAsync();
        await Task.WhenAll(_launches.Values);
        _stopping.Dispose();
        _slots.Dispose();
    }

    private async Task LaunchAsync(ContainerLaunch launch, CancellationTokenSource cancellation)
    {
        var container = launch.Container.Id;
        try
        {
            await _slots.WaitAsync(cancellation.Token);
            try
            {
                if (await StartAsync(launch, cancellation.Token) is { } failure)
                    await _post(failure, cancellation.Token);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The container was given back, or the application ends.
        }
        finally
        {
            _cancellations.TryRemove(container, out _);
            _launches.TryRemove(container, out _);
            cancellation.Dispose();
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
