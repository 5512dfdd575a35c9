namespace Skein.LocalCluster.Scheduling;

/// <summary>The asks of one queue's attempts in the order to serve them, gone through once.</summary>
internal sealed class WaitingQueue(IEnumerable<IWaitingAttempt> attempts)
{
    private readonly Queue<(IWaitingAttempt Attempt, Ask Ask)> _asks = new(
        attempts.SelectMany(static attempt => attempt.Asks.Open, static (attempt, ask) => (attempt, ask)));

    /// <summary>The ask to serve; the same one until it is satisfied or skipped.</summary>
    public (IWaitingAttempt Attempt, Ask Ask)? Next
    {
        get
        {
            while (_asks.TryPeek(out var first))
            {
                if (first.Ask.Count > 0)
                    return first;
                _asks.Dequeue();
            }

            return null;
        }
    }

    /// <summary>
    /// Leaves the next ask: room only becomes less, so what does not fit now does not fit later. One that wants to be near another that is
    /// granted after it has its turn at the next heartbeat.
    /// </summary>
    public void Skip() => _asks.Dequeue();
}
