using System.Collections.Immutable;
using Skein.KeyValue.Changes;

namespace Skein.KeyValue.Watching;

/// <summary>Reads every commit of a store on behalf of all watchers, and rouses those it concerns.</summary>
/// <remarks>
/// <para>So a commit wakes nobody whom it does not concern. The hub follows the store while there are watchers, never waits for one, and
/// keeps nothing for them.</para>
/// <para>Whoever commits, or sees a commit first, and finds it at rest runs it: to look up whom a commit concerns takes less time than to
/// wake another thread for it. It reads what has been committed until then, and rests again. Where there are many commits, many to rouse
/// or all to look over, it is left to a thread of the pool; and where events come thick and fast, to the <see cref="WatchNotifier"/>, at
/// the end of a pause.</para>
/// </remarks>
internal sealed class WatchHub(KeyValueStore store, WatchNotifier notifier) : IThreadPoolWorkItem
{
    /// <summary>Watchers are looked over each time the changes have grown by this many bytes.</summary>
    private const long LagCheckInterval = 1024 * 1024;

    /// <summary>Changes and watchers concerned, together, that a committer deals with at the most. Most often it finds its own change alone.</summary>
    private const int CommittersShare = 32;

    private ImmutableHashSet<Watcher> _watchers = [];
    private RangeIndex<Watcher> _ranges = new();
    private readonly List<Watcher> _concerned = [];

    /// <summary>The <see cref="Follower"/> that the hub reads with, replaced by the run that reads with it; a <see cref="Stopping"/> one
    /// while that run is about to stop; null while there are no watchers.</summary>
    private object? _follower;

    /// <summary>1 while the hub waits for a commit.</summary>
    private int _rests;

    /// <summary>Bytes of changes (an estimate) that the hub may be behind before it leaves it to the watchers to catch up, each within
    /// its own bound. It only gets there where writers leave it no processor. Default 8 MiB.</summary>
    public long MaxLag { get; set; } = 8 * 1024 * 1024;

    /// <summary>Lets the readers of watchers go on.</summary>
    public WatchNotifier Notifier => notifier;

    public void Register(Watcher watcher)
    {
        ImmutableInterlocked.Update(ref _watchers, static (watchers, watcher) => watchers.Add(watcher), watcher);
        while (true)
        {
            switch (Volatile.Read(ref _follower))
            {
                // Whoever finds a follower can rely on it: it stands before all that is yet to be committed.
                case Follower:
                    return;
                case Stopping stopping when Interlocked.CompareExchange(ref _follower, stopping.Follower, stopping) == stopping:
                    return;
                case null when TryStart():
                    return;
            }
        }
    }

    public void Forget(Watcher watcher) =>
        ImmutableInterlocked.Update(ref _watchers, static (watchers, watcher) => watchers.Remove(watcher), watcher);

    public void Add(Watcher watcher, int id, KeyRange range) =>
        ImmutableInterlocked.Update(ref _ranges, static (ranges, added) => ranges.With(added.range, added.id, added.watcher), (range, id, watcher));

    public void Remove(int id, KeyRange range) =>
        ImmutableInterlocked.Update(ref _ranges, static (ranges, removed) => ranges.Without(removed.range, removed.id), (range, id));

    /// <summary>Tells of a commit, which can be seen by now. Any number of callers may do this.</summary>
    public void Wake()
    {
        if (TryHold())
            Release(CommittersShare);
    }

    /// <summary>Keeps the hub from running until <see cref="Release"/>, for whoever wants it to read many commits at once.</summary>
    /// <returns>False if it does not rest.</returns>
    public bool TryHold() => Volatile.Read(ref _rests) == 1 && Interlocked.Exchange(ref _rests, 0) == 1;

    /// <summary>Runs the hub that the caller holds; on a thread of the pool once there is too much.</summary>
    /// <param name="share">Changes and watchers concerned, together, that the caller deals with at the most.</param>
    public void Release(int share)
    {
        if (!TryRun(share))
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Reads on where the hub has been left. For the thread pool.</summary>
    public void Execute() => TryRun(share: null);

    /// <summary>Reads until there is no more, and rests, or stops where there are no watchers.</summary>
    /// <param name="share">Changes and watchers concerned to deal with at the most; null for all.</param>
    /// <returns>False if there is more than that. Somebody else is to run on then.</returns>
    private bool TryRun(int? share)
    {
        while (true)
        {
            var follower = (Follower)Volatile.Read(ref _follower)!;
            while (follower.Place() is { Next: { } next } position)
            {
                var isToLookOver = position.Volume / LagCheckInterval != next.Volume / LagCheckInterval;
                share -= 1 + next.Changes.Count;
                if (share < 0 || (share is not null && isToLookOver))
                    return false;
                Find(next.Changes, most: share ?? int.MaxValue);
                share -= _concerned.Count;
                if (share < 0)
                {
                    _concerned.Clear();
                    return false;
                }

                if (_concerned.Count > 0)
                    Notifier.CountCommit();
                // What follows the position is kept for the follower until it has read on.
                foreach (var watcher in _concerned)
                    Rouse(watcher, position, next.Number);
                _concerned.Clear();
                follower.TryRead(out _);
                if (isToLookOver)
                    follower = LookOver(follower);
            }

            if (Volatile.Read(ref _watchers).IsEmpty && IsToStop(follower))
                return true;
            var place = follower.Place();
            Interlocked.Exchange(ref _rests, 1);
            // From here on the follower may be another run's. A commit that came before the rest has woken nobody, though.
            if (place.IsLast || Interlocked.Exchange(ref _rests, 0) == 0)
                return true;
        }
    }

    private void Find(ChangeList changes, int most)
    {
        foreach (var change in changes)
            Volatile.Read(ref _ranges).Find(change.FirstKey, change.LastKey, _concerned, most);
    }

    private void Rouse(Watcher watcher, Position from, long upTo)
    {
        if (watcher.Rouse(from, upTo))
            Notifier.Add(watcher.Signal);
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
                Rouse(watcher, position, latest.Number);
            watcher.DropIfBehind(latest.Volume);
        }

        if (!isBehind)
            return follower;
        var following = store.Follow(latest);
        Volatile.Write(ref _follower, following);
        follower.Dispose();
        return following;
    }

    /// <summary>Begins to read, if nobody has.</summary>
    private bool TryStart()
    {
        var follower = store.Follow();
        if (Interlocked.CompareExchange(ref _follower, follower, null) is not null)
        {
            follower.Dispose();
            return false;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <summary>Stops, unless somebody has come who relies on the follower.</summary>
    private bool IsToStop(Follower follower)
    {
        // Who comes before this is seen by the look after it; who comes later finds it, and takes it back.
        var stopping = new Stopping(follower);
        Interlocked.Exchange(ref _follower, stopping);
        if (!Volatile.Read(ref _watchers).IsEmpty || Interlocked.CompareExchange(ref _follower, null, stopping) != stopping)
        {
            Volatile.Write(ref _follower, follower);
            return false;
        }

        follower.Dispose();
        return true;
    }

    private sealed class Stopping(Follower follower)
    {
        public Follower Follower { get; } = follower;
    }
}
