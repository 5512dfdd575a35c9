namespace Skein.LocalCluster.Services;

/// <summary>
/// Containers that were started, for as long as their tokens are good: none is started a second time, not even when its node knows it no
/// longer because its application has ended.
/// </summary>
/// <param name="time">Clock of the tokens' ends.</param>
internal sealed class UsedAllocations(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, long> _byExpiry = new();

    /// <summary>Notes that a container is started; false if it was before.</summary>
    /// <param name="containerId">Its id as text.</param>
    /// <param name="expiry">When its token expires, milliseconds since 1970.</param>
    public bool TryUse(string containerId, long expiry)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            while (_byExpiry.TryPeek(out var expired, out var end) && end < now)
            {
                _byExpiry.Dequeue();
                _used.Remove(expired);
            }

            if (!_used.Add(containerId))
                return false;
            _byExpiry.Enqueue(containerId, expiry);
            return true;
        }
    }
}
