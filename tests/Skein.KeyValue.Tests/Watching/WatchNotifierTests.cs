using Skein.Hadoop.Tests.Rpc;
using Skein.KeyValue.Operations;
using Skein.KeyValue.Watching;

namespace Skein.KeyValue.Tests.Watching;

public sealed class WatchNotifierTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly ManualSleep _sleep;
    private readonly KeyValueStore _store;
    private readonly WatchNotifier _notifier;

    public WatchNotifierTests()
    {
        _sleep = new ManualSleep(_time);
        _store = new KeyValueStore(historyVolume: 1024 * 1024, segmentVolume: 1024, _time, _sleep.Sleep);
        _notifier = _store.Hub.Notifier;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _sleep.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_signal_is_set_without_the_clock_moving() => await AddAsync();

    [Fact(Timeout = 60_000)]
    public async Task Signals_in_close_succession_are_set_together_after_a_pause()
    {
        await BeginPauseAsync();
        var (first, second) = (AddAsync(), AddAsync());
        Assert.False(first.IsCompleted || second.IsCompleted);

        await EndPauseAsync(commitsInEachPart: 0);

        await Task.WhenAll(first, second);
    }

    [Fact(Timeout = 60_000)]
    public async Task Signals_are_set_on_the_thread_that_has_slept()
    {
        await BeginPauseAsync();
        var signal = new ReadSignal();
        var setter = SetterAsync();
        _notifier.Add(signal);

        await EndPauseAsync(commitsInEachPart: 1);

        Assert.Same(_sleep.Sleeper, await setter.WaitAsync(Cancellation));

        async Task<Thread> SetterAsync()
        {
            await signal.WaitAsync().ConfigureAwait(false);
            return Thread.CurrentThread;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Pauses_go_on_on_the_same_thread_while_commits_come_evenly()
    {
        await BeginPauseAsync();
        var sleeper = _sleep.Sleeper;
        await EndTrialAsync(commitsInEachPart: 1);

        Assert.Equal(NotifierPace.WholePause, await SleepingAsync());
        Assert.Same(sleeper, _sleep.Sleeper);
    }

    [Fact(Timeout = 60_000)]
    public async Task Once_nothing_comes_in_pauses_any_more_the_next_signal_is_set_at_once()
    {
        await BeginPauseAsync();
        await EndTrialAsync(commitsInEachPart: 0);

        await AddAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Its_thread_ends_with_the_pauses_and_a_new_one_begins_with_the_next()
    {
        await BeginPauseAsync();
        var sleeper = _sleep.Sleeper!;
        await EndTrialAsync(commitsInEachPart: 0);
        Assert.False(sleeper.IsThreadPoolThread);
        await Task.Run(sleeper.Join, Cancellation);

        await BeginPauseAsync();

        Assert.NotSame(sleeper, _sleep.Sleeper);
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_is_concerned_in_a_pause_is_looked_up_at_the_end_of_each_part_and_told_after_the_last()
    {
        using var watcher = await WatchAsync("a");
        var told = watcher.Signal.WaitAsync().AsTask();
        await BeginPauseAsync();

        for (var part = 0; part < NotifierPace.Parts; part++)
        {
            Assert.False(told.IsCompleted);
            await PutInPauseAsync(watcher);
        }

        Assert.True(told.IsCompleted);
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_is_concerned_in_whole_pauses_is_looked_up_at_their_ends()
    {
        using var watcher = await WatchAsync("a");
        await BeginPauseAsync();
        await EndTrialAsync(commitsInEachPart: 1);

        for (var pause = 0; pause < NotifierPace.PausesBetweenTrials; pause++)
        {
            Assert.Equal(NotifierPace.WholePause, await SleepingAsync());
            await PutInPauseAsync(watcher);
        }
    }

    /// <summary>Puts the key of a watcher, who has it to read at the end of the pause, or the part of it, and not before.</summary>
    private async Task PutInPauseAsync(Watcher watcher)
    {
        await SleepingAsync();
        _store.Execute(new Put { Key = "a", Value = default });
        Assert.False(watcher.TryRead(out _));

        await _sleep.EndAsync(Cancellation);

        await SleepingAsync();
        Assert.True(watcher.TryRead(out _));
    }

    /// <summary>Watches a key, and waits until the hub rests.</summary>
    private async Task<Watcher> WatchAsync(string key)
    {
        var watcher = _store.Watch(long.MaxValue);
        watcher.Add(0, KeyRange.Single(key));
        // The hub starts on a thread of the pool.
        while (!_store.Hub.TryHold())
        {
            Cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        _store.Hub.Release(int.MaxValue);
        return watcher;
    }

    /// <summary>Adds signals in close succession until the notifier pauses, which the last one may have to wait for.</summary>
    private async Task BeginPauseAsync()
    {
        var sleeping = SleepingAsync();
        while (!sleeping.IsCompleted)
        {
            await Task.WhenAny(AddAsync(), sleeping);
            _time.Advance(TimeSpan.FromMilliseconds(0.1));
        }

        Assert.Equal(NotifierPace.PartOfPause, await sleeping);
    }

    /// <summary>Lets all pauses of a trial come to their ends.</summary>
    private async Task EndTrialAsync(int commitsInEachPart)
    {
        for (var i = 0; i < NotifierPace.TrialLength; i++)
            await EndPauseAsync(commitsInEachPart);
    }

    /// <summary>Lets a pause of a trial come to its end.</summary>
    private async Task EndPauseAsync(int commitsInEachPart)
    {
        for (var part = 0; part < NotifierPace.Parts; part++)
        {
            Assert.Equal(NotifierPace.PartOfPause, await SleepingAsync());
            for (var commit = 0; commit < commitsInEachPart; commit++)
                _notifier.CountCommit();
            await _sleep.EndAsync(Cancellation);
        }
    }

    private Task<TimeSpan> SleepingAsync() => _sleep.Sleeping.WaitAsync(Cancellation);

    private Task AddAsync()
    {
        var signal = new ReadSignal();
        var wait = signal.WaitAsync().AsTask().WaitAsync(Cancellation);
        _notifier.CountCommit();
        _notifier.Add(signal);
        return wait;
    }
}
