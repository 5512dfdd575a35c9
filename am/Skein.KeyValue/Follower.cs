namespace Skein.KeyValue;

/// <summary>Reads the commits after a revision one by one. For one reader at a time; costs no thread while it waits.</summary>
/// <remarks>A follower keeps alive every revision that it has not read. One that lags by more than its bound is dropped: the
/// revisions are let go, <see cref="Dropped"/> fires, and reading throws <see cref="FollowerLagException"/>.</remarks>
public sealed class Follower : IDisposable
{
    private static readonly Revision s_droppedMark = new(-1, default, default, [], 0);
    private static readonly Revision s_disposedMark = new(-1, default, default, [], 0);

    private readonly KeyValueStore _store;
    private readonly long? _maxLag;
    private readonly CancellationTokenSource _dropped = new();

    /// <summary>The last revision that was read, or one of the two marks.</summary>
    private Revision _position;

    internal Follower(KeyValueStore store, Revision from, long? maxLag)
    {
        _store = store;
        _position = from;
        _maxLag = maxLag;
        Dropped = _dropped.Token;
    }

    /// <summary>Fires when the follower is dropped for its lag, so that whatever keeps the reader from reading can be ended.</summary>
    public CancellationToken Dropped { get; }

    /// <summary>Takes the next commit if there is one already.</summary>
    /// <exception cref="FollowerLagException">The follower was dropped for its lag.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool TryRead(out Commit commit)
    {
        while (true)
        {
            var position = Position();
            if (position.Next is not { } next)
            {
                commit = default;
                return false;
            }
            if (Interlocked.CompareExchange(ref _position, next, position) == position)
            {
                commit = new Commit(next.Number, next.Changes);
                return true;
            }
        }
    }

    /// <summary>Done when there is a commit to read, or when the follower is dropped, which reading then tells.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public Task WaitAsync(CancellationToken cancellation) => Position().WaitForNextAsync(cancellation);

    /// <summary>Takes the next commit, waiting for it as long as it takes.</summary>
    /// <inheritdoc cref="TryRead" path="/exception"/>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
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
        // Whoever dropped the follower may still be firing the token.
        if (Interlocked.Exchange(ref _position, s_disposedMark) != s_droppedMark)
            _dropped.Dispose();
    }

    /// <summary>Drops the follower if too much lies between what it reads next and the tail.</summary>
    /// <remarks>What it reads next does not count, so that no single commit, however large, drops a follower that keeps up.</remarks>
    internal void DropIfBehind(long tailVolume)
    {
        var position = Volatile.Read(ref _position);
        if (_maxLag is not { } maxLag || position.Next is not { } next || tailVolume - next.Volume <= maxLag)
            return;
        // A reader that has moved on in the meantime is looked at again next time.
        if (Interlocked.CompareExchange(ref _position, s_droppedMark, position) != position)
            return;
        _store.Forget(this);
        _dropped.Cancel();
    }

    private Revision Position()
    {
        var position = Volatile.Read(ref _position);
        if (ReferenceEquals(position, s_droppedMark))
            throw new FollowerLagException(_maxLag!.Value);
        ObjectDisposedException.ThrowIf(ReferenceEquals(position, s_disposedMark), this);
        return position;
    }
}
