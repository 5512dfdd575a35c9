namespace Skein.KeyValue.Watching;

/// <summary>Reads the commits that may concern some ranges of keys, one by one. For one reader at a time; takes no thread while it waits.</summary>
/// <remarks>
/// <para>A watcher that has read everything rests: it holds no position, and costs the store nothing until a commit touches one of its
/// ranges. Then the store's <see cref="WatchHub"/> rouses it: puts it before that commit, from where it reads on up to the last one that
/// the hub has found to concern it, whatever the commits on the way are about, and rests again.</para>
/// <para>One that lags by more than its bound, or stands where the chain has been cut, is dropped: it lets the chain go at once,
/// whatever its reader is doing, and tells the reader when that comes back.</para>
/// </remarks>
public sealed class Watcher : IDisposable
{
    private static readonly object RestingMark = new();
    private static readonly object DroppedMark = new();
    private static readonly object DisposedMark = new();

    private readonly KeyValueStore _store;
    private readonly long _maxLag;
    private readonly Dictionary<int, KeyRange> _ranges = [];

    /// <summary>The <see cref="Position"/> it reads on from, or one of the marks, of which the latter two are final.</summary>
    private object _place;

    /// <summary>Number of the last commit read. A hub that is behind its watchers may put them before it again.</summary>
    private long _read;

    /// <summary>Number of the commit up to which the hub has it read, most often the last one that concerns a range.</summary>
    private long _concerning = -1;

    /// <summary>Whether it reads whatever there is, because it has not come from where it started to the newest revision yet. Written by its
    /// reader; others see it by the place that the reader writes after it.</summary>
    private bool _catchesUp;

    internal Watcher(KeyValueStore store, long maxLag, Position? from, ReadSignal signal)
    {
        _store = store;
        _maxLag = maxLag;
        _place = from ?? RestingMark;
        _read = from?.Number ?? -1;
        _catchesUp = from is not null;
        Signal = signal;
        store.Hub.Register(this);
    }

    /// <summary>Set when there may be something for <see cref="TryRead"/> to give or to throw after a rest; whoever waits for it is not to
    /// block when it goes on, because others go on after it.</summary>
    public ReadSignal Signal { get; }

    /// <summary>Number of ranges.</summary>
    public int Count => _ranges.Count;

    /// <summary>Adds a range.</summary>
    /// <param name="id">A number that no other range of any watcher of the store has.</param>
    /// <param name="range">The keys.</param>
    /// <returns>The newest position: every commit after it that concerns the range will be read. Those up to it may be, too.</returns>
    public Position Add(int id, KeyRange range)
    {
        _ranges.Add(id, range);
        _store.Hub.Add(this, id, range);
        // The hub looks at the ranges when it has read a commit, so what is committed from here on finds this one there.
        return _store.Latest.Position;
    }

    /// <summary>Removes a range, if there is one of this number.</summary>
    public void Remove(int id)
    {
        if (_ranges.Remove(id, out var range))
            _store.Hub.Remove(id, range);
    }

    /// <summary>Takes the next commit if there is one already.</summary>
    /// <exception cref="LagException">The watcher was dropped for its lag.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool TryRead(out Commit commit)
    {
        while (true)
        {
            var place = Volatile.Read(ref _place);
            if (place is not Position { Next: { } next } position || !IsBefore(position))
            {
                commit = default;
                // Where the chain is cut off, there was more; it is missed only if it was to be read.
                return place is Position last && !(last.IsCutOff && IsBefore(last)) || ReferenceEquals(place, RestingMark) ? false : throw Ended();
            }

            if (Interlocked.CompareExchange(ref _place, next, place) != place)
                throw Ended();
            if (next.Number <= _read)
                continue;
            _read = next.Number;
            commit = new Commit(next.Number, next.Changes);
            return true;
        }
    }

    /// <summary>Goes to rest, which lasts until the signal is set.</summary>
    /// <returns>False if there may be something to read already.</returns>
    /// <inheritdoc cref="TryRead" path="/exception"/>
    public bool TryRest()
    {
        var place = Volatile.Read(ref _place);
        if (place is Position position)
        {
            if (HasMore(position))
                return false;
            if (Interlocked.CompareExchange(ref _place, RestingMark, position) != position)
                throw Ended();
            // The hub leaves alone who does not rest, and may have passed by a moment ago; then it has told what to read by now.
            if (HasMore(position) && TryLeave(position))
                return false;
            _catchesUp = false;
            return true;
        }

        return ReferenceEquals(place, RestingMark) ? true : throw Ended();
    }

    /// <summary>Stops watching; a wait is over.</summary>
    public void Dispose()
    {
        _store.Hub.Forget(this);
        foreach (var (id, range) in _ranges)
            _store.Hub.Remove(id, range);
        _ranges.Clear();
        if (ReferenceEquals(Interlocked.Exchange(ref _place, DisposedMark), RestingMark))
            _store.Hub.Notifier.Add(Signal);
    }

    /// <summary>Has a watcher read up to a commit. One that rests reads on from a position; one that does not will come there.</summary>
    /// <returns>Whether it rested; its signal is yet to be set then.</returns>
    internal bool Rouse(Position from, long upTo)
    {
        // First: whoever goes to rest looks at it once resting.
        long before;
        while ((before = Volatile.Read(ref _concerning)) < upTo && Interlocked.CompareExchange(ref _concerning, upTo, before) != before)
        {
        }

        return TryLeave(from);
    }

    /// <summary>Drops the watcher if too much lies between what it reads next and the tail, or if that is not kept any more.</summary>
    /// <remarks>What it reads next does not count, so that no single commit, however large, drops a watcher that keeps up. One that has
    /// nothing to read does not lag; but once it has, without having rested in between, all since it last read counts.</remarks>
    internal void DropIfBehind(long tailVolume)
    {
        var place = Volatile.Read(ref _place);
        // One that has moved on in the meantime is looked at again next time.
        if (place is Position position && IsBefore(position) && (position.Next is { } next ? tailVolume - next.Volume > _maxLag : position.IsCutOff))
            Interlocked.CompareExchange(ref _place, DroppedMark, place);
    }

    /// <summary>Ends a rest, unless somebody else has.</summary>
    private bool TryLeave(Position to) =>
        ReferenceEquals(Volatile.Read(ref _place), RestingMark)
        && ReferenceEquals(Interlocked.CompareExchange(ref _place, to, RestingMark), RestingMark);

    /// <summary>Whether commits after a position are to be read, if there are any.</summary>
    private bool IsBefore(Position position) => _catchesUp || position.Number < Volatile.Read(ref _concerning);

    private bool HasMore(Position position) => IsBefore(position) && !position.IsLast;

    private Exception Ended() => ReferenceEquals(Volatile.Read(ref _place), DisposedMark)
        ? new ObjectDisposedException(nameof(Watcher))
        : new LagException();
}
