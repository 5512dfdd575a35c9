namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>Growing pauses between questions to the NameNode whose answer is "not yet". No I/O.</summary>
internal sealed class Backoff
{
    private readonly TimeSpan _longest;
    private readonly TimeSpan _limit;
    private TimeSpan _next;
    private TimeSpan _total;

    /// <param name="first">The first pause; each later one is twice as long.</param>
    /// <param name="longest">No pause is longer.</param>
    /// <param name="limit">All pauses together are not longer.</param>
    public Backoff(TimeSpan first, TimeSpan longest, TimeSpan limit)
    {
        _next = first;
        _longest = longest;
        _limit = limit;
    }

    /// <summary>All pauses so far.</summary>
    public TimeSpan Total => _total;

    /// <summary>The next pause; null if there was enough waiting.</summary>
    public TimeSpan? Next()
    {
        if (_total + _next > _limit)
            return null;
        var pause = _next;
        _total += pause;
        _next = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, _longest.Ticks));
        return pause;
    }
}
