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
/// <remarks>
/// Heartbeats carry the response id last received. One that was not answered is repeated as it was: the ResourceManager answers a
/// response id it has seen from memory, and would not read changes added in between.
/// </remarks>
internal sealed class ResourceManagerLink
{
    // YARN shows progress from the first heartbeat on; until somebody sets one this says "it has begun".
    private const float UnknownProgress = 0.1f;

    private const string PlacementDisabled = "The cluster takes no 'placement' of services: its administrators would have to set "
        + "yarn.resourcemanager.placement-constraints.handler to scheduler.";

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly IApplicationMasterProtocol _protocol;
    private readonly RackMap _racks;
    private readonly NodeTokens _nodeTokens;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ResourceManagerLinkOptions _options;

    // Guards _asks, _wake, _news and _progress, which the application loop changes while a heartbeat is under way.
    private readonly Lock _gate = new();
    private readonly AskTable _asks = new();
    private TaskCompletionSource _wake = NewSignal();
    private long _news;
    private float _progress = UnknownProgress;

    private RegisterApplicationMasterRequestProto _registration = new();
    private int _responseId;

    public ResourceManagerLink(
        IApplicationMasterProtocol protocol,
        ResourceManagerLinkOptions options,
        RackMap racks,
        NodeTokens nodeTokens,
        TimeProvider time,
        ILogger log)
    {
        _protocol = protocol;
        _options = options;
        _racks = racks;
        _nodeTokens = nodeTokens;
        _time = time;
        _log = log;
        _news = time.GetTimestamp();
    }

    /// <summary>Whether the ResourceManager knows this application master, so that it has to be told of the end.</summary>
    public bool IsRegistered { get; private set; }

    public void Request(ContainerRequest request)
    {
        lock (_gate)
        {
            _asks.Add(request);
            Wake();
        }
    }

    public void Withdraw(long requestId)
    {
        lock (_gate)
        {
            _asks.Withdraw(requestId);
            Wake();
        }
    }

    public void Release(ContainerIdProto container)
    {
        lock (_gate)
        {
            _asks.Release(container);
            Wake();
        }
    }

    /// <summary>Notes that a container is gone, so that giving it back need not be told, or not again.</summary>
    public void Forget(ContainerIdProto container)
    {
        lock (_gate)
            _asks.Completed(container);
    }

    /// <summary>Lets heartbeats hurry for a while: the end of a container is near.</summary>
    public void ExpectNews()
    {
        lock (_gate)
            Wake();
    }

    /// <summary>Shown from the next heartbeat on, which does not hurry for it.</summary>
    public void ReportProgress(float progress)
    {
        lock (_gate)
            _progress = progress;
    }

    /// <summary>Makes the application known to the ResourceManager, which may take long to be reached.</summary>
    /// <exception cref="IOException">It was not reached in time, or it refused.</exception>
    public Task<RegisterApplicationMasterResponseProto> RegisterAsync(Registration registration, CancellationToken cancellation)
    {
        _registration = new RegisterApplicationMasterRequestProto
        {
            Host = registration.Host,
            RpcPort = registration.Port,
            TrackingUrl = registration.TrackingUrl,
        };
        return RegisterAsync(_registration, cancellation);
    }

    /// <summary>Keeps the heartbeat until cancelled, or until there is nobody to keep it for; news go to <paramref name="post"/>.</summary>
    public async Task RunAsync(Func<ApplicationEvent, CancellationToken, ValueTask> post, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var beat = _time.GetTimestamp();
                var response = await BeatAsync(cancellation);
                if (response.AMCommand == AMCommandProto.AmShutdown && response.HasAMCommand)
                {
                    await post(Abandoned("the ResourceManager asked it to stop"), cancellation);
                    return;
                }

                await PassOnAsync(response, post, cancellation);
                await WaitAsync(beat, cancellation);
            }
        }
        catch (RemoteException error) when (error.ClassName == YarnErrors.ApplicationAttemptNotFound)
        {
            IsRegistered = false;
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

    /// <summary>Tells the ResourceManager that the application is over, until it has understood. Heartbeats must have ended.</summary>
    /// <exception cref="IOException">It was not reached in time, or it refused.</exception>
    public async Task FinishAsync(FinalStatus status, string diagnostics, CancellationToken cancellation)
    {
        var request = new FinishApplicationMasterRequestProto
        {
            FinalApplicationStatus = ToYarn(status),
            Diagnostics = diagnostics,
            TrackingUrl = "",
        };
        try
        {
            while (!(await FinishOnceAsync(request, cancellation)).IsUnregistered)
                await Task.Delay(_options.FinishInterval, _time, cancellation);
        }
        catch (RemoteException error) when (error.ClassName == YarnErrors.ApplicationAttemptNotFound)
        {
            // The ResourceManager has closed the books on this attempt already.
        }

        IsRegistered = false;
    }

    private async Task<RegisterApplicationMasterResponseProto> RegisterAsync(
        RegisterApplicationMasterRequestProto request, CancellationToken cancellation)
    {
        var response = await RepeatAsync(() => _protocol.RegisterAsync(request, cancellation), cancellation);
        _responseId = 0;
        IsRegistered = true;
        _nodeTokens.Store(response.NmTokensFromPreviousAttempts);
        return response;
    }

    private async Task<FinishApplicationMasterResponseProto> FinishOnceAsync(
        FinishApplicationMasterRequestProto request, CancellationToken cancellation)
    {
        try
        {
            return await RepeatAsync(() => _protocol.FinishAsync(request, cancellation), cancellation);
        }
        catch (RemoteException error) when (error.ClassName == YarnErrors.ApplicationMasterNotRegistered)
        {
            await RegisterAsync(_registration, cancellation);
            return await _protocol.FinishAsync(request, cancellation);
        }
    }

    private async Task<AllocateResponseProto> BeatAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var request = await ComposeAsync(cancellation);
            AllocateResponseProto? response = null;
            try
            {
                response = await RepeatAsync(() => _protocol.AllocateAsync(request, cancellation), cancellation);
            }
            catch (RemoteException error) when (error.ClassName == YarnErrors.ApplicationMasterNotRegistered)
            {
                _log.ResourceManagerForgot();
            }

            if (response is { HasAMCommand: false } or { AMCommand: not AMCommandProto.AmResync })
            {
                _responseId = response.ResponseId;
                return response;
            }

            await RegisterAgainAsync(cancellation);
        }
    }

    private async Task RegisterAgainAsync(CancellationToken cancellation)
    {
        try
        {
            await RegisterAsync(_registration, cancellation);
        }
        catch (RemoteException error) when (error.ClassName == YarnErrors.InvalidApplicationMasterRequest)
        {
            // An earlier registration arrived although its answer did not.
            _responseId = 0;
        }

        lock (_gate)
            _asks.Resend();
    }

    private async Task<AllocateRequestProto> ComposeAsync(CancellationToken cancellation)
    {
        string[] hosts;
        lock (_gate)
            hosts = [.. _asks.Outstanding.SelectMany(static request => request.Service.Nodes).Distinct(StringComparer.Ordinal)];
        await _racks.LearnAsync(hosts, cancellation);

        var request = new AllocateRequestProto { ResponseId = _responseId };
        lock (_gate)
        {
            request.Progress = _progress;
            _asks.MoveChangesInto(request, _racks.RackOf);
            _wake = NewSignal();
        }

        return request;
    }

    private async Task PassOnAsync(
        AllocateResponseProto response, Func<ApplicationEvent, CancellationToken, ValueTask> post, CancellationToken cancellation)
    {
        if (response.AmRmToken is { } renewed)
        {
            _protocol.Renew(Token.FromMessage(renewed));
            _log.TokenRenewed();
        }

        _nodeTokens.Store(response.NmTokens);
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
            _news = _time.GetTimestamp();
        }

        await post(
            new ApplicationEvent.HeartbeatAnswered(response.CompletedContainerStatuses, response.AllocatedContainers), cancellation);
    }

    // Waits for the next heartbeat's time, which new work may bring forward.
    private async Task WaitAsync(long beat, CancellationToken cancellation)
    {
        while (true)
        {
            Task wake;
            TimeSpan delay;
            bool hasWork;
            lock (_gate)
            {
                hasWork = _asks.HasChanges;
                // A wake-up whose work has vanished again, as a request withdrawn before it was sent, must not wake twice.
                if (!hasWork && _wake.Task.IsCompleted)
                    _wake = NewSignal();
                wake = _wake.Task;
                delay = _options.Heartbeat.Delay(_time.GetElapsedTime(beat), _time.GetElapsedTime(_news), _asks.IsAsking, hasWork);
            }

            if (delay == TimeSpan.Zero)
                return;
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            // Timers count whole milliseconds; rounded down, the rest would be waited for in a circle.
            var elapsed = Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), _time, timer.Token);
            // With work at hand only the shortest gap is left to wait for, and being woken again changes nothing.
            await (hasWork ? elapsed : Task.WhenAny(elapsed, wake));
            cancellation.ThrowIfCancellationRequested();
            await timer.CancelAsync();
        }
    }

    // Repeats a call while the ResourceManager can not be reached: it may be restarting, and its state survives that.
    private async Task<T> RepeatAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        var begun = _time.GetTimestamp();
        for (var delay = FirstRetry; ; delay = delay * 2 < LongestRetry ? delay * 2 : LongestRetry)
        {
            try
            {
                return await call();
            }
            catch (RpcConnectionException error) when (
                error.Failure != RpcFailure.Refused && _time.GetElapsedTime(begun) < _options.Patience)
            {
                _log.ResourceManagerLost(error.Message);
            }

            await Task.Delay(delay, _time, cancellation);
        }
    }

    private void Wake()
    {
        _news = _time.GetTimestamp();
        _wake.TrySetResult();
    }

    private static ApplicationEvent.Ended Abandoned(string reason) => new(ApplicationOutcome.Abandoned(reason));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static FinalApplicationStatusProto ToYarn(FinalStatus status) => status switch
    {
        FinalStatus.Succeeded => FinalApplicationStatusProto.AppSucceeded,
        FinalStatus.Failed => FinalApplicationStatusProto.AppFailed,
        FinalStatus.Killed => FinalApplicationStatusProto.AppKilled,
        _ => FinalApplicationStatusProto.AppUndefined,
    };
}
