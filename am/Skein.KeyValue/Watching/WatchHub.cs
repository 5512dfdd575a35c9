using System.Collections.Immutable;

namespace Skein.KeyValue.Watching;

/// <summary>Reads every commit of a store on behalf of all watchers, and rouses those it concerns.</summary>
/// <remarks>So a commit wakes one task and not thousands, and a writer does not work for those who watch something else. The hub runs
/// while there are watchers, never waits for one, and keeps nothing for them.</remarks>
internal sealed class WatchHub(KeyValueStore store)
{
    /// <summary>Watchers are looked over each time the changes have grown by this many bytes.</summary>
    private const long LagCheckInterval = 1024 * 1024;

    private ImmutableHashSet<Watcher> _watchers = [];
    private RangeIndex<Watcher> _ranges = new();
    private int _isRunning;

    /// <summary>Bytes of changes (an estimate) that the hub may be behind before it leaves it to the watchers to catch up, each within
    /// its own bound. It only gets there where writers leave it no processor. Default 8 MiB.</summary>
    public long MaxLag { get; set; } = 8 * 1024 * 1024;

    public void Register(Watcher watcher)
    {
        ImmutableInterlocked.Update(ref _watchers, static (watchers, watcher) => watchers.Add(watcher), watcher);
        if (Interlocked.Exchange(ref _isRunning, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(static start => _ = start.Hub.RunAsync(start.Follower), (Hub: this, Follower: store.Follow()), preferLocal: false);
    }

    public void Forget(Watcher watcher) =>
        ImmutableInterlocked.Update(ref _watchers, static (watchers, watcher) => watchers.Remove(watcher), watcher);

    public void Add(Watcher watcher, int id, KeyRange range) =>
        ImmutableInterlocked.Update(ref _ranges, static (ranges, added) => ranges.With(added.range, added.id, added.watcher), (range, id, watcher));

    public void Remove(int id, KeyRange range) =>
        ImmutableInterlocked.Update(ref _ranges, static (ranges, removed) => ranges.Without(removed.range, removed.id), (range, id));

    private async Task RunAsync(Follower follower)
    {
        var concerned = new List<Watcher>();
        while (true)
        {
            follower = ReadAll(follower, concerned);
            if (Volatile.Read(ref _watchers).IsEmpty && IsToStop())
            {
                follower.Dispose();
                return;
            }

            await follower.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>Reads what there is, and rouses whom it concerns.</summary>
    /// <param name="follower">What the hub reads with.</param>
    /// <param name="concerned">Empty; to be used again and again.</param>
    /// <returns>What it reads on with.</returns>
    private Follower ReadAll(Follower follower, List<Watcher> concerned)
    {
        while (follower.Place() is { Next: { } next } position)
        {
            foreach (var change in next.Changes)
                Volatile.Read(ref _ranges).Find(change.FirstKey, change.LastKey, concerned);
            // What follows the position is kept for the follower until it has read on.
            foreach (var watcher in concerned)
                watcher.Rouse(position);
            concerned.Clear();
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
                watcher.Rouse(position);
            watcher.DropIfBehind(latest.Volume);
        }

        if (!isBehind)
            return follower;
        follower.Dispose();
        return store.Follow(latest);
    }

    /// <summary>Stops, unless somebody has come who has seen the hub run.</summary>
    private bool IsToStop()
    {
        Interlocked.Exchange(ref _isRunning, 0);
        return Volatile.Read(ref _watchers).IsEmpty || Interlocked.Exchange(ref _isRunning, 1) == 1;
    }
}
