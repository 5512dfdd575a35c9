using System.Collections.Immutable;

namespace Skein.KeyValue.Watching;

/// <summary>Reads every commit of a store on behalf of all watchers, and rouses those it concerns.</summary>
/// <remarks>
/// <para>So a commit wakes one and not thousands, and a writer does not work for those who watch something else. The hub follows the
/// store while there are watchers, never waits for one, and keeps nothing for them.</para>
/// <para>A commit that finds it at rest queues it, as it is, to be run by the thread pool; it reads what has been committed until then, and
/// rests again.</para>
/// </remarks>
internal sealed class WatchHub(KeyValueStore store) : IThreadPoolWorkItem
{
    /// <summary>Watchers are looked over each time the changes have grown by this many bytes.</summary>
    private const long LagCheckInterval = 1024 * 1024;

    private ImmutableHashSet<Watcher> _watchers = [];
    private RangeIndex<Watcher> _ranges = new();
    private readonly List<Watcher> _concerned = [];

    /// <summary>What the hub reads with; null while there are no watchers. Replaced by the run that reads with it.</summary>
    private Follower? _follower;

    /// <summary>1 while the hub waits for a commit.</summary>
    private int _rests;

    /// <summary>Bytes of changes (an estimate) that the hub may be behind before it leaves it to the watchers to catch up, each within
    /// its own bound. It only gets there where writers leave it no processor. Default 8 MiB.</summary>
    public long MaxLag { get; set; } = 8 * 1024 * 1024;

    public void Register(Watcher watcher)
    {
        ImmutableInterlocked.Update(ref _watchers, static (watchers, watcher) => watchers.Add(watcher), watcher);
        // Whoever finds a follower here can rely on it: it stands before all that is yet to be committed.
        if (Volatile.Read(ref _follower) is not null)
            return;
        var follower = store.Follow();
        if (Interlocked.CompareExchange(ref _follower, follower, null) is null)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else
            follower.Dispose();
    }

    public void Forget(Watcher watcher) =>
        ImmutableInterlocked.Update(ref _watchers, static (watchers, watcher) => watchers.Remove(watcher), watcher);

    public void Add(Watcher watcher, int id, KeyRange range) =>
        ImmutableInterlocked.Update(ref _ranges, static (ranges, added) => ranges.With(added.range, added.id, added.watcher), (range, id, watcher));

    public void Remove(int id, KeyRange range) =>
        ImmutableInterlocked.Update(ref _ranges, static (ranges, removed) => ranges.Without(removed.range, removed.id), (range, id));

    /// <summary>Has another thread tell the reader of a watcher that its rest is over.</summary>
    /// <param name="roused">What the reader waits for; null for nobody.</param>
    public static void Queue(TaskCompletionSource? roused)
    {
        if (roused is not null)
            ThreadPool.UnsafeQueueUserWorkItem(static roused => roused.TrySetResult(), roused, preferLocal: true);
    }

    /// <summary>Tells of a commit, which can be seen by now. Any number of callers may do this.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref _rests) == 1 && Interlocked.Exchange(ref _rests, 0) == 1)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Reads until there is no more, and rests, or stops where there are no watchers. For the thread pool.</summary>
    /// <remarks>Whoever was roused last goes on on this thread, once the hub is done with it: to wake another one for it costs about as much
    /// as what it has to do.</remarks>
    public void Execute()
    {
        TaskCompletionSource? roused = null;
        while (true)
        {
            var follower = ReadAll(Volatile.Read(ref _follower)!, ref roused);
            if (Volatile.Read(ref _watchers).IsEmpty && IsToStop(follower))
                break;
            var place = follower.Place();
            Interlocked.Exchange(ref _rests, 1);
            // From here on the follower may be another run's. A commit that came before the rest has woken nobody, though.
            if (place.IsLast || Interlocked.Exchange(ref _rests, 0) == 0)
                break;
        }

        roused?.TrySetResult();
    }

    /// <summary>Reads what there is, and rouses whom it concerns.</summary>
    /// <param name="follower">What the hub reads with.</param>
    /// <param name="roused">Whoever is yet to be told that it was roused; nobody of an earlier commit, if there are others.</param>
    /// <returns>What it reads on with.</returns>
    private Follower ReadAll(Follower follower, ref TaskCompletionSource? roused)
    {
        while (follower.Place() is { Next: { } next } position)
        {
            Queue(roused);
            roused = null;
            foreach (var change in next.Changes)
                Volatile.Read(ref _ranges).Find(change.FirstKey, change.LastKey, _concerned);
            // What follows the position is kept for the follower until it has read on.
            foreach (var watcher in _concerned)
            {
                Queue(roused);
                roused = watcher.Rouse(position);
            }

            _concerned.Clear();
            follower.TryRead(out _);
            if (position.Volume / LagCheckInterval != next.Volume / LagCheckInterval)
                follower = LookOver(follower);
        }

        return follower;
    }

    /// <summary>Drops watchers that are too far behind.</summary>
    /// <returns>What the hub reads on with.</returns>
    private Follower LookOver(Follower follower)
    {
        var (position, latest) = (follower.Place(), store.Latest.Position);
        var isBehind = latest.Volume - position.Volume > MaxLag;
        foreach (var watcher in Volatile.Read(ref _watchers))
        {
            if (isBehind)
                Queue(watcher.Rouse(position));
            watcher.DropIfBehind(latest.Volume);
        }

        if (!isBehind)
            return follower;
        var following = store.Follow(latest);
        Volatile.Write(ref _follower, following);
        follower.Dispose();
        return following;
    }

    /// <summary>Stops, unless somebody has come who relies on the follower.</summary>
    private bool IsToStop(Follower follower)
    {
        Interlocked.Exchange(ref _follower, null);
        if (!Volatile.Read(ref _watchers).IsEmpty)
        {
            if (Interlocked.CompareExchange(ref _follower, follower, null) is null)
                return false;
            // Another run has begun, further on; who came before it has to be roused from here.
            foreach (var watcher in Volatile.Read(ref _watchers))
                Queue(watcher.Rouse(follower.Place()));
        }

        follower.Dispose();
        return true;
    }
}
