namespace Skein.Hadoop.Rpc;

/// <summary>
/// Decides for one call, failure by failure, whether it is tried again. Connecting and the server being busy cost the server
/// nothing and are bounded by count and time; a call that may have been carried out is sent again under its old number.
/// </summary>
/// <param name="options">The bounds at one server.</param>
/// <param name="failover">The bounds among several.</param>
/// <param name="servers">How many servers stand in for each other.</param>
/// <param name="isKnown">Whether an earlier call was answered.</param>
/// <param name="time">Clock.</param>
/// <param name="random">A number from 0 to 1 that spreads the waits of many clients.</param>
internal sealed class RpcRetryPolicy(
    RpcRetryOptions options, RpcFailoverOptions failover, int servers, bool isKnown, TimeProvider time, Func<double> random)
{
    private const int MaxClosed = 3;
    private const int MaxReplays = 5;

    private int _unreachable;
    private int _lost;
    private int _closed;
    private int _replays;
    private int _failovers;
    private int _silences;
    private int _busy;
    private long _busySince;

    public RpcRetryDecision Decide(Exception failure) => failure switch
    {
        RemoteException remote => Decide(remote),
        // Nothing was sent: the connection closed between its choice and its use, as idle ones do.
        RpcConnectionException { Failure: RpcFailure.Closed } when _closed++ < MaxClosed =>
            new RpcRetryDecision(true, false, TimeSpan.Zero, "the connection had closed before"),
        RpcConnectionException { InnerException: RemoteException remote } when RemoteErrors.IsReplay(remote) =>
            Again(ref _replays, MaxReplays, "the login was taken for a replay"),
        RpcConnectionException { InnerException: RemoteException remote } => Decide(remote),
        RpcConnectionException { Failure: RpcFailure.Unreachable } when servers > 1 => Elsewhere("the server can not be reached"),
        RpcConnectionException { Failure: RpcFailure.Unreachable } =>
            Again(ref _unreachable, ConnectRetries, "the server can not be reached"),
        RpcConnectionException { Failure: RpcFailure.Lost } when servers > 1 => Elsewhere("the connection was lost"),
        // As likely stopped as slow: the others know. A call that is carried out nevertheless keeps its number. Each silence takes
        // minutes, so there is one for each server.
        RpcConnectionException { Failure: RpcFailure.NoAnswer } when servers > 1 && _silences++ < servers => Elsewhere("the server does not answer"),
        RpcConnectionException { Failure: RpcFailure.Lost } => Again(ref _lost, options.LostRetries, "the connection was lost"),
        _ => RpcRetryDecision.GiveUp("the failure is final"),
    };

    private int ConnectRetries => isKnown ? Math.Max(options.RestartRetries, options.ConnectRetries) : options.ConnectRetries;

    private RpcRetryDecision Decide(RemoteException error)
    {
        if (RemoteErrors.IsStandby(error) && servers > 1)
            return Elsewhere("the server is on standby");
        if (!RemoteErrors.IsBusy(error) && !RemoteErrors.IsStandby(error))
            return RpcRetryDecision.GiveUp("the server refused the call");

        if (_busy == 0)
            _busySince = time.GetTimestamp();
        return time.GetElapsedTime(_busySince) < options.BusyPatience
            ? new RpcRetryDecision(true, false, PauseOf(_busy++), "the server is not ready")
            : RpcRetryDecision.GiveUp("the server stayed busy for too long");
    }

    private RpcRetryDecision Again(ref int count, int limit, string reason) => count < limit
        ? new RpcRetryDecision(true, false, PauseOf(count++), reason)
        : RpcRetryDecision.GiveUp(reason);

    // Every server of the group is tried once without a wait before the waits begin.
    private RpcRetryDecision Elsewhere(string reason) => _failovers >= failover.Attempts
        ? RpcRetryDecision.GiveUp(reason)
        : new RpcRetryDecision(
            true,
            true,
            ++_failovers < servers ? TimeSpan.Zero : DelayOf(_failovers - servers, failover.FirstDelay, failover.MaxDelay),
            reason);

    private TimeSpan PauseOf(int attempt) => DelayOf(attempt, options.FirstDelay, options.MaxDelay);

    private TimeSpan DelayOf(int attempt, TimeSpan first, TimeSpan longest)
    {
        var doubled = first * Math.Pow(2, Math.Min(attempt, 30));
        return (doubled < longest ? doubled : longest) * (0.5 + random());
    }
}
