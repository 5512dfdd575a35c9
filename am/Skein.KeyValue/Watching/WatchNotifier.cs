namespace Skein.KeyValue.Watching;

/// <summary>Sets the signals of watchers that were roused, on a thread of the pool.</summary>
/// <remarks>All that have come by then are set by one thread, one after the other: to wake a thread for each costs more than what most
/// readers do then. Where they come thick and fast they are gathered, so that what the readers send leaves together (<see
/// cref="NotifierPace"/>). Readers that were at rest thus share one processor, which none may keep: each gives way after some steps.</remarks>
internal sealed class WatchNotifier : IThreadPoolWorkItem
{
    /// <summary>Most signals that are set before what their readers have sent leaves.</summary>
    private const int MostTogether = 64;

    /// <summary>Changes and watchers concerned that are looked up at the end of a pause or a part of one. Whoever was roused waits for that.</summary>
    private const int PausesShare = 4096;

    private readonly KeyValueStore _store;
    private readonly NotifierPace _pace;
    private readonly ITimer _pauseEnd;
    private readonly List<ReadSignal> _signals = [];
    private readonly Action _setSome;
    private int _setCount;
    private long _commits;
    private long _commitsBefore;
    private bool _isHubHeld;

    /// <summary>The signal that came last, and those before it.</summary>
    private Link? _last;

    /// <summary>1 from the moment a thread is asked for until there are no more signals and no more pauses.</summary>
    private int _isBusy;

    /// <param name="store">Knows what surrounds the readers' work.</param>
    /// <param name="time">Clock of the pauses.</param>
    public WatchNotifier(KeyValueStore store, TimeProvider time)
    {
        _store = store;
        _pace = new NotifierPace(time);
        _pauseEnd = time.CreateTimer(static notifier => ((WatchNotifier)notifier!).EndPause(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _setSome = SetSome;
    }

    /// <summary>Counts a commit that concerns watchers, whether they rest or read already. For the hub.</summary>
    public void CountCommit() => Volatile.Write(ref _commits, _commits + 1);

    /// <summary>Has a signal set soon. Any number of callers may do this.</summary>
    public void Add(ReadSignal signal)
    {
        var link = new Link(signal);
        do
            link.Before = Volatile.Read(ref _last);
        while (Interlocked.CompareExchange(ref _last, link, link.Before) != link.Before);
        if (Volatile.Read(ref _isBusy) == 0 && Interlocked.Exchange(ref _isBusy, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Sets the signals that have come. For one thread of the pool at a time, which a timer asks for, too.</summary>
    public void Execute()
    {
        do
        {
            SetAll();
            if (TryPause(_pace.PauseAfter(NewCommits())))
                return;
            Interlocked.Exchange(ref _isBusy, 0);
        }
        while (Volatile.Read(ref _last) is not null && Interlocked.Exchange(ref _isBusy, 1) == 0);
    }

    private bool TryPause(TimeSpan pause)
    {
        if (pause == TimeSpan.Zero)
            return false;
        // Nobody is told before the pause is over, so where the hub rests nobody needs to be looked up before.
        _isHubHeld = _store.Hub.TryHold();
        _pauseEnd.Change(pause, Timeout.InfiniteTimeSpan);
        return true;
    }

    private void EndPause()
    {
        if (_isHubHeld)
            _store.Hub.Release(PausesShare);
        if (!TryPause(_pace.GoOnAfter(NewCommits())))
            Execute();
    }

    private long NewCommits()
    {
        var before = _commitsBefore;
        _commitsBefore = Volatile.Read(ref _commits);
        return _commitsBefore - before;
    }

    private void SetAll()
    {
        for (var link = Interlocked.Exchange(ref _last, null); link is not null; link = link.Before)
            _signals.Add(link.Signal);
        _signals.Reverse();
        for (_setCount = 0; _setCount < _signals.Count;)
            _store.AroundNotification(_setSome);
        _signals.Clear();
    }

    private void SetSome()
    {
        for (var end = Math.Min(_setCount + MostTogether, _signals.Count); _setCount < end;)
            _signals[_setCount++].Set();
    }

    private sealed class Link(ReadSignal signal)
    {
        public ReadSignal Signal { get; } = signal;

        public Link? Before { get; set; }
    }
}
