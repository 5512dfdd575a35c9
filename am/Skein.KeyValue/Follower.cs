namespace Skein.KeyValue;

/// <summary>Reads the commits after a revision one by one. For one reader at a time; costs no thread while it waits.</summary>
/// <remarks>A follower keeps alive every revision that it has not read. One that lags by more than its bound is dropped: it lets the
/// revisions go at once, whatever its reader is doing, and tells the reader when that comes back.</remarks>
public sealed class Follower : IDisposable
{
    private static readonly Revision DroppedMark = new(-1, default, default, [], 0);
    private static readonly Revision DisposedMark = new(-1, default, default, [], 0);

    private readonly KeyValueStore _store;
    private readonly long? _maxLag;

    /// <summary>The last revision that was read, or one of the two marks.</summary>
    private Revision _position;

    internal Follower(KeyValueStore store, Revision from, long? maxLag)
    {
        _store = store;
        _position = from;
        _maxLag = maxLag;
    }

    /// <summary>Takes the next commit if there is one already.</summary>
    /// <exception cref="FollowerLagException">The follower was dropped for its lag.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool TryRead(out Commit commit)
    {
        var position = Position();
        if (position.Next is not { } next)
        {
            commit = default;
            return false;
        }

        if (Interlocked.CompareExchange(ref _position, next, position) != position)
            throw Ended(_position);
        commit = new Commit(next.Number, next.Changes);
        return true;
    }

    /// <summary>Done when there is something for <see cref="TryRead"/> to give or to throw.</summary>
    /// <inheritdoc cref="TryRead" path="/exception"/>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public Task WaitAsync(CancellationToken cancellation) => Position().WaitForNextAsync(cancellation);

    /// <summary>Takes the next commit, waiting for it as long as it takes.</summary>
    /// <inheritdoc cref="WaitAsync" path="/exception"/>
    public async ValueTask<Commit> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (TryRead(out var commit))
                return commit;
            await WaitAsync(cancellation);
        }
    }

    /// <summary>Stops following.</summary>
    public void Dispose()
    {
        _store.Forget(this);
        Volatile.Write(ref _position, DisposedMark);
    }

    /// <summary>Drops the follower if too much lies between what it reads next and the tail.</summary>
    /// <remarks>What it reads next does not count, so that no single commit, however large, drops a follower that keeps up.</remarks>
    internal void DropIfBehind(long tailVolume)
    {
        var position = Volatile.Read(ref _position);
        if (_maxLag is not { } maxLag || position.Next is not { } next || tailVolume - next.Volume <= maxLag)
            return;
        // One that has moved on in the meantime is looked at again next time.
        if (Interlocked.CompareExchange(ref _position, DroppedMark, position) == position)
            _store.Forget(this);
    }

    private Revision Position()
    {
        var position = Volatile.Read(ref _position);
        return ReferenceEquals(position, DroppedMark) || ReferenceEquals(position, DisposedMark) ? throw Ended(position) : position;
    }

    private Exception Ended(Revision mark) =>
        ReferenceEquals(mark, DroppedMark) ? new FollowerLagException(_maxLag!.Value) : new ObjectDisposedException(nameof(Follower));
}
