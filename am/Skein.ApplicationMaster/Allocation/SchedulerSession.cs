using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Logging;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Allocation;

/// <summary>
/// An application master's standing with the ResourceManager, from registration to the end: it outlives restarts of the ResourceManager
/// and times in which that can not be reached.
/// </summary>
/// <remarks>
/// Heartbeats carry the response id last received. One that was not answered is repeated as it was: the ResourceManager answers a
/// response id it has seen from memory, and would not read changes added in between.
/// </remarks>
internal sealed class SchedulerSession(
    IApplicationMasterProtocol protocol, ResourceManagerLinkOptions options, NodeTokens nodeTokens, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private RegisterApplicationMasterRequestProto _registration = new();
    private int _responseId;

    /// <summary>Whether the ResourceManager knows this application master, so that it has to be told of the end.</summary>
    public bool IsRegistered { get; private set; }

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

    /// <summary>Notes that the ResourceManager has ended this attempt.</summary>
    public void Close() => IsRegistered = false;

    /// <inheritdoc cref="IApplicationMasterProtocol.Renew"/>
    public void Renew(Token token) => protocol.Renew(token);

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
                await Task.Delay(options.FinishInterval, time, cancellation);
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
        var response = await RepeatAsync(() => protocol.RegisterAsync(request, cancellation), cancellation);
        _responseId = 0;
        IsRegistered = true;
        nodeTokens.Store(response.NmTokensFromPreviousAttempts);
        return response;
    }

    private async Task<FinishApplicationMasterResponseProto> FinishOnceAsync(
        FinishApplicationMasterRequestProto request, CancellationToken cancellation)
    {
        try
        {
            return await RepeatAsync(() => protocol.FinishAsync(request, cancellation), cancellation);
        }
        catch (RemoteException error) when (error.ClassName == YarnErrors.ApplicationMasterNotRegistered)
        {
            await RegisterAsync(_registration, cancellation);
            return await protocol.FinishAsync(request, cancellation);
        }
    }

    /// <summary>One heartbeat. It is composed anew where the ResourceManager had to be told of the application master again.</summary>
    /// <param name="compose">Writes what is to be told, but for the response id.</param>
    /// <param name="forgotten">The ResourceManager knows nothing of what it was told before.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">The ResourceManager was not reached in time, or it refused.</exception>
    public async Task<AllocateResponseProto> AllocateAsync(
        Func<CancellationToken, Task<AllocateRequestProto>> compose, Action forgotten, CancellationToken cancellation)
    {
        while (true)
        {
            var request = await compose(cancellation);
            request.ResponseId = _responseId;
            AllocateResponseProto? response = null;
            try
            {
                response = await RepeatAsync(() => protocol.AllocateAsync(request, cancellation), cancellation);
            }
            catch (RemoteException error) when (error.ClassName == YarnErrors.ApplicationMasterNotRegistered)
            {
                log.ResourceManagerForgot();
            }

            if (response is { HasAMCommand: false } or { AMCommand: not AMCommandProto.AmResync })
            {
                _responseId = response.ResponseId;
                return response;
            }

            await RegisterAgainAsync(cancellation);
            forgotten();
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
    }

    // Repeats a call while the ResourceManager can not be reached: it may be restarting, and its state survives that.
    private async Task<T> RepeatAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        for (var delay = FirstRetry; ; delay = delay * 2 < LongestRetry ? delay * 2 : LongestRetry)
        {
            try
            {
                return await call();
            }
            catch (RpcConnectionException error) when (
                error.Failure != RpcFailure.Refused && time.GetElapsedTime(begun) < options.Patience)
            {
                log.ResourceManagerLost(error.Message);
            }

            await Task.Delay(delay, time, cancellation);
        }
    }

    private static FinalApplicationStatusProto ToYarn(FinalStatus status) => status switch
    {
        FinalStatus.Succeeded => FinalApplicationStatusProto.AppSucceeded,
        FinalStatus.Failed => FinalApplicationStatusProto.AppFailed,
        FinalStatus.Killed => FinalApplicationStatusProto.AppKilled,
        _ => FinalApplicationStatusProto.AppUndefined,
    };
}
