using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Logging;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Allocation;

/// <summary>
/// The application's line to the ResourceManager: registers, keeps the heartbeat, tells what changed and passes on the news.
/// </summary>
internal sealed class ResourceManagerLink
{
    // YARN shows progress from the first heartbeat on; until somebody sets one this says "it has begun".
    private const float UnknownProgress = 0.1f;

    private const string PlacementDisabled = "The cluster takes no 'placement' of services: its administrators would have to set "
        + "yarn.resourcemanager.placement-constraints.handler to scheduler.";

    private readonly SchedulerSession _session;
    private readonly RackMap _racks;
    private readonly NodeTokens _nodeTokens;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    // Guards _asks, _avoided, _pause and _progress, which the application loop changes while a heartbeat is under way.
    private readonly Lock _gate = new();
    private readonly AskTable _asks = new();
    private readonly NodeBlacklist _avoided;
    private readonly HeartbeatPause _pause;
    private float _progress = UnknownProgress;

    public ResourceManagerLink(
        IApplicationMasterProtocol protocol,
        ResourceManagerLinkOptions options,
        RackMap racks,
        NodeTokens nodeTokens,
        TimeProvider time,
        ILogger log)
    {
        _session = new SchedulerSession(protocol, options, nodeTokens, time, log);
        _racks = racks;
        _nodeTokens = nodeTokens;
        _time = time;
        _log = log;
        _pause = new HeartbeatPause(options.Heartbeat, time);
        _avoided = new NodeBlacklist(time);
    }

    /// <summary>Whether the ResourceManager knows this application master, so that it has to be told of the end.</summary>
    public bool IsRegistered => _session.IsRegistered;

    public void Request(ContainerRequest request)
    {
        lock (_gate)
        {
            _asks.Add(request);
            _pause.Wake();
        }
    }

    public void Withdraw(long requestId)
    {
        lock (_gate)
        {
            _asks.Withdraw(requestId);
            _pause.Wake();
        }
    }

    public void Release(ContainerIdProto container)
    {
        lock (_gate)
        {
            _asks.Release(container);
            _pause.Wake();
        }
    }

    /// <summary>Notes that a container is gone, so that giving it back need not be told, or not again.</summary>
    public void Forget(ContainerIdProto container)
    {
        lock (_gate)
            _asks.Completed(container);
    }

    /// <summary>Asks for no more containers on a node for a while, as far as the cluster has enough others.</summary>
    public void Avoid(string host)
    {
        lock (_gate)
        {
            _avoided.Add(host);
            _pause.Wake();
        }
    }

    /// <summary>Lets heartbeats hurry for a while: the end of a container is near.</summary>
    public void ExpectNews()
    {
        lock (_gate)
            _pause.Wake();
    }

    /// <summary>Shown from the next heartbeat on, which does not hurry for it.</summary>
    public void ReportProgress(float progress)
    {
        lock (_gate)
            _progress = progress;
    }

    /// <inheritdoc cref="SchedulerSession.RegisterAsync(Registration, CancellationToken)"/>
    public Task<RegisterApplicationMasterResponseProto> RegisterAsync(Registration registration, CancellationToken cancellation) =>
        _session.RegisterAsync(registration, cancellation);

    /// <inheritdoc cref="SchedulerSession.FinishAsync"/>
    public Task FinishAsync(FinalStatus status, string diagnostics, CancellationToken cancellation) =>
        _session.FinishAsync(status, diagnostics, cancellation);

    /// <summary>Keeps the heartbeat until cancelled, or until there is nobody to keep it for; news go to <paramref name="post"/>.</summary>
    public async Task RunAsync(Func<ApplicationEvent, CancellationToken, ValueTask> post, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var beat = _time.GetTimestamp();
                var response = await _session.AllocateAsync(ComposeAsync, Resend, cancellation);
                if (response.AMCommand == AMCommandProto.AmShutdown && response.HasAMCommand)
                {
                    await post(Abandoned("the ResourceManager asked it to stop"), cancellation);
                    return;
                }

                await PassOnAsync(response, post, cancellation);
                await _pause.WaitAsync(beat, _gate, () => (_asks.IsAsking, _asks.HasChanges), cancellation);
            }
        }
        catch (RemoteException error) when (error.ClassName == YarnErrors.ApplicationAttemptNotFound)
        {
            _session.Close();
            await post(Abandoned("the ResourceManager has ended this attempt"), cancellation);
        }
        catch (RemoteException error) when (error.Message.Contains(YarnErrors.PlacementDisabled, StringComparison.OrdinalIgnoreCase))
        {
            await post(new ApplicationEvent.AllocatorFailed(PlacementDisabled), cancellation);
        }
        catch (IOException error)
        {
            await post(new ApplicationEvent.AllocatorFailed(error.Message), cancellation);
        }
    }

    private async Task<AllocateRequestProto> ComposeAsync(CancellationToken cancellation)
    {
        string[] hosts;
        string[] racks;
        lock (_gate)
        {
            hosts = [.. _asks.Outstanding.SelectMany(static request => request.Service.Nodes).Distinct(StringComparer.Ordinal)];
            racks = [.. _asks.Outstanding.SelectMany(static request => request.Service.Racks).Distinct(StringComparer.Ordinal)];
        }

        await _racks.LearnAsync(hosts, racks, cancellation);

        var request = new AllocateRequestProto();
        lock (_gate)
        {
            request.Progress = _progress;
            _asks.MoveChangesInto(request, _racks.RackOf, _racks.HostsOf);
            _avoided.MoveChangesInto(request);
            _pause.Begin();
        }

        return request;
    }

    private void Resend()
    {
        lock (_gate)
        {
            _asks.Resend();
            _avoided.Resend();
        }
    }

    private async Task PassOnAsync(
        AllocateResponseProto response, Func<ApplicationEvent, CancellationToken, ValueTask> post, CancellationToken cancellation)
    {
        if (response.AmRmToken is { } renewed)
        {
            _session.Renew(Token.FromMessage(renewed));
            _log.TokenRenewed();
        }

        _nodeTokens.Store(response.NmTokens);
        lock (_gate)
            _avoided.ClusterNodes = response.NumClusterNodes;
        foreach (var rejected in response.RejectedSchedulingRequests)
        {
            lock (_gate)
                _asks.Granted(rejected.Request.AllocationRequestId);
            await post(new ApplicationEvent.RequestRejected(rejected.Request.AllocationRequestId), cancellation);
        }

        if (response.AllocatedContainers.Count == 0 && response.CompletedContainerStatuses.Count == 0)
            return;

        lock (_gate)
        {
            foreach (var container in response.AllocatedContainers)
                _asks.Granted(RequestBook.IdOf(container));
            _pause.NoteNews();
        }

        await post(
            new ApplicationEvent.HeartbeatAnswered(response.CompletedContainerStatuses, response.AllocatedContainers), cancellation);
    }

    private static ApplicationEvent.Ended Abandoned(string reason) => new(ApplicationOutcome.Abandoned(reason));
}
