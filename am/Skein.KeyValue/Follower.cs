namespace Skein.KeyValue;

/// <summary>Reads the commits after a position one by one. For one reader at a time; costs no thread while it waits.</summary>
/// <remarks>A follower keeps every change that it has not read, for as long as it takes: it is for readers that wait for nobody, or must
/// not miss anything. Others have a <see cref="Watching.Watcher"/>.</remarks>
public sealed class Follower : IDisposable
{
    private readonly KeyValueStore _store;

    /// <summary>The place after the last commit that was read; null after the end.</summary>
    private Position? _position;

    internal Follower(KeyValueStore store, Position from)
    {
        _store = store;
        _position = from;
    }

    /// <summary>Number of the last commit that was read; greater than any after the end.</summary>
    internal long Number => Volatile.Read(ref _position)?.Number ?? long.MaxValue;

    /// <summary>Begins elsewhere; before the first read only.</summary>
    internal void StartAt(Position position) => Volatile.Write(ref _position, position);

    /// <summary>Takes the next commit if there is one already.</summary>
    /// <exception cref="LagException">What came after the position to start from was not kept any more.</exception>
    /// <exception cref="ObjectDisposedException">The follower was disposed of.</exception>
    public bool TryRead(out Commit commit)
    {
        var position = Place();
        if (position.Next is not { } next)
        {
            commit = default;
            return position.IsCutOff ? throw new LagException() : false;
        }

        ObjectDisposedException.ThrowIf(Interlocked.CompareExchange(ref _position, next, position) != position, this);
        commit = new Commit(next.Number, next.Changes);
        return true;
    }

    /// <summary>Done when there is something for <see cref="TryRead"/> to give.</summary>
    /// <inheritdoc cref="TryRead" path="/exception"/>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public Task WaitAsync(CancellationToken cancellation) => Place().WaitForNextAsync(cancellation);

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
        Volatile.Write(ref _position, null);
        _store.Forget(this);
    }

    /// <summary>The place after the last commit that was read.</summary>
    internal Position Place()
    {
        var position = Volatile.Read(ref _position);
        ObjectDisposedException.ThrowIf(position is null, this);
        return position;
    }
}
