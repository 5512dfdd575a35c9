namespace Skein.Hadoop.Rpc;

/// <summary>The calls of one connection that wait for their answers and, once the connection has ended, the cause.</summary>
internal sealed class RpcPendingCalls(TimeProvider time)
{
    /// <summary>Answers nobody waits for any more. A server that leaves so many open has stopped answering.</summary>
    public const int MaxAbandoned = 1024;

    // Guards all fields below. Nothing else is locked or awaited under it.
    private readonly Lock _gate = new();
    private readonly Dictionary<int, IRpcCall> _calls = [];
    private int _abandoned;
    private long _lastUse = time.GetTimestamp();
    private RpcConnectionException? _cause;

    /// <summary>Whether the connection has ended.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
                return _cause is not null;
        }
    }

    /// <summary>For how long nobody has waited for an answer; null while somebody does.</summary>
    public TimeSpan? Unused
    {
        get
        {
            lock (_gate)
                return IsIdle ? time.GetElapsedTime(_lastUse) : null;
        }
    }

    private bool IsIdle => _calls.Count == _abandoned;

    /// <summary>Whether a call of this number is not answered yet: waited for, or given up after it was sent.</summary>
    public bool IsUnanswered(int callId)
    {
        lock (_gate)
            return _calls.ContainsKey(callId);
    }

    /// <summary>Adds a call, or tells why the connection takes no more.</summary>
    public RpcConnectionException? Add(int callId, IRpcCall call)
    {
        lock (_gate)
        {
            if (_cause is not null)
                return _cause;
            _calls.Add(callId, call);
            _lastUse = time.GetTimestamp();
            return null;
        }
    }

    /// <summary>Takes out the call that was answered; null if nobody waits for it any more.</summary>
    /// <exception cref="InvalidDataException">No such call was made, or it was answered before.</exception>
    public IRpcCall? Take(int callId)
    {
        lock (_gate)
        {
            if (!_calls.Remove(callId, out var call))
                throw new InvalidDataException($"it answers call {callId}, which was not made");
            _lastUse = time.GetTimestamp();
            if (!call.IsAbandoned)
                return call;
            _abandoned--;
            return null;
        }
    }

    /// <summary>Stops waiting for a call. An answer to one that was sent may still come, so its number stays known.</summary>
    /// <returns>False if too many answers have stayed out.</returns>
    public bool Abandon(int callId, bool sent)
    {
        lock (_gate)
        {
            if (!_calls.TryGetValue(callId, out var call))
                return true;
            if (!sent)
            {
                _calls.Remove(callId);
                return true;
            }

            call.IsAbandoned = true;
            return ++_abandoned <= MaxAbandoned;
        }
    }

    /// <summary>Takes no more calls, and gives those that wait.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="onlyIfIdle">Whether to do nothing while calls wait.</param>
    /// <returns>Null if nothing changed: an earlier cause stands, or calls wait.</returns>
    public IReadOnlyList<IRpcCall>? Close(RpcConnectionException cause, bool onlyIfIdle)
    {
        lock (_gate)
        {
            if (_cause is not null || (onlyIfIdle && !IsIdle))
                return null;
            _cause = cause;
            IRpcCall[] waiting = [.. _calls.Values.Where(static call => !call.IsAbandoned)];
            _calls.Clear();
            _abandoned = 0;
            return waiting;
        }
    }
}
