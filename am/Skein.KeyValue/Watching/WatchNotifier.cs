namespace Skein.KeyValue.Watching;

/// <summary>Sets the signals of watchers that were roused.</summary>
/// <remarks>
/// <para>All that have come by then are set by one thread of the pool, one after the other: to wake a thread for each costs more than
/// what most readers do then. Readers that were at rest thus share one processor, which none may keep: each gives way after some steps.</para>
/// <para>Where they come thick and fast they are gathered in pauses, so that what the readers send leaves together (<see
/// cref="NotifierPace"/>). As long as there are pauses, a thread of its own sleeps through them and sets the signals. A timer would wake
/// its own thread, one of the pool and a spare one for each pause, which costs more than what the readers do.</para>
/// </remarks>
internal sealed class WatchNotifier : IThreadPoolWorkItem
{
    /// <summary>Most signals that are set before what their readers have sent leaves.</summary>
    private const int MostTogether = 64;

    /// <summary>Changes and watchers concerned that are looked up at the end of a pause or a part of one. Whoever was roused waits for that.</summary>
    private const int PausesShare = 4096;

    private readonly KeyValueStore _store;
    private readonly NotifierPace _pace;
    private readonly Action<TimeSpan> _sleep;
    private readonly List<ReadSignal> _signals = [];
    private readonly Action _setSome;
    private int _setCount;
    private long _commits;
    private long _commitsBefore;

    /// <summary>The signal that came last, and those before it.</summary>
    private Link? _last;

    /// <summary>1 from the moment a thread is asked for until there are no more signals and no more pauses.</summary>
    private int _isBusy;

    /// <param name="store">Knows what surrounds the readers' work.</param>
    /// <param name="time">Measures the pauses.</param>
    /// <param name="sleep">Has the calling thread sleep.</param>
    public WatchNotifier(KeyValueStore store, TimeProvider time, Action<TimeSpan> sleep)
    {
        _store = store;
        _pace = new NotifierPace(time);
        _sleep = sleep;
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

    /// <summary>Sets the signals that have come. For one thread of the pool at a time.</summary>
    public void Execute()
    {
        var pause = Run();
        // The pool gets by with one thread less until pauses end, where the system gives no more of them.
        if (pause > TimeSpan.Zero && !TryStart(pause))
            RunAfter(pause);
    }

    private bool TryStart(TimeSpan pause)
    {
        try
        {
            new Thread(() => RunAfter(pause)) { IsBackground = true, Name = "Watch notifier" }.UnsafeStart();
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }

    /// <summary>Sets signals until no more come or there is to be a pause.</summary>
    /// <returns>The pause, or zero.</returns>
    private TimeSpan Run()
    {
        do
        {
            SetAll();
            var pause = _pace.PauseAfter(NewCommits());
            if (pause > TimeSpan.Zero)
                return pause;
            Interlocked.Exchange(ref _isBusy, 0);
        }
        while (Volatile.Read(ref _last) is not null && Interlocked.Exchange(ref _isBusy, 1) == 0);
        return TimeSpan.Zero;
    }

    /// <summary>Sleeps through a pause and sets signals, in turns, until there is to be no pause.</summary>
    private void RunAfter(TimeSpan pause)
    {
        while (pause > TimeSpan.Zero)
        {
            // Nobody is told before the pause is over, so where the hub rests nobody needs to be looked up before.
            var isHubHeld = _store.Hub.TryHold();
            _sleep(pause);
            if (isHubHeld)
                _store.Hub.Release(PausesShare);
            pause = _pace.GoOnAfter(NewCommits());
            if (pause == TimeSpan.Zero)
                pause = Run();
        }
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
