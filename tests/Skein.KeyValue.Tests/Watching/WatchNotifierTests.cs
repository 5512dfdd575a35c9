using Skein.Hadoop.Tests.Rpc;
using Skein.KeyValue.Operations;
using Skein.KeyValue.Watching;

namespace Skein.KeyValue.Tests.Watching;

public sealed class WatchNotifierTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly KeyValueStore _store;
    private readonly WatchNotifier _notifier;

    public WatchNotifierTests()
    {
        _store = new KeyValueStore(historyVolume: 1024 * 1024, segmentVolume: 1024, _time);
        _notifier = _store.Hub.Notifier;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_signal_is_set_without_the_clock_moving() => await AddAsync();

    [Fact(Timeout = 60_000)]
    public async Task Signals_in_close_succession_are_set_together_after_a_pause()
    {
        await BeginPauseAsync();
        var (first, second) = (AddAsync(), AddAsync());
        Assert.False(first.IsCompleted || second.IsCompleted);

        EndPause(commitsInEachPart: 0);

        await Task.WhenAll(first, second);
    }

    [Fact(Timeout = 60_000)]
    public async Task Pauses_go_on_while_commits_come_evenly()
    {
        await BeginPauseAsync();
        for (var i = 0; i < NotifierPace.TrialLength; i++)
            EndPause(commitsInEachPart: 1);

        await _time.WaitForTimerAsync(NotifierPace.WholePause, Cancellation);
    }

    [Fact(Timeout = 60_000)]
    public async Task Once_nothing_comes_in_pauses_any_more_the_next_signal_is_set_at_once()
    {
        await BeginPauseAsync();
        for (var i = 0; i < NotifierPace.TrialLength; i++)
            EndPause(commitsInEachPart: 0);

        await AddAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_is_concerned_in_a_pause_is_looked_up_at_the_end_of_each_part_and_told_after_the_last()
    {
        using var watcher = await WatchAsync("a");
        var told = watcher.Signal.WaitAsync().AsTask();
        await BeginPauseAsync();

        for (var part = 0; part < NotifierPace.Parts; part++)
        {
            _store.Execute(new Put { Key = "a", Value = default });
            Assert.False(watcher.TryRead(out _));
            Assert.False(told.IsCompleted);
            _time.Advance(NotifierPace.PartOfPause);
            Assert.True(watcher.TryRead(out _));
        }

        Assert.True(told.IsCompleted);
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_is_concerned_in_whole_pauses_is_looked_up_at_their_ends()
    {
        using var watcher = await WatchAsync("a");
        await BeginPauseAsync();
        for (var i = 0; i < NotifierPace.TrialLength; i++)
            EndPause(commitsInEachPart: 1);

        for (var pause = 0; pause < NotifierPace.PausesBetweenTrials; pause++)
        {
            await _time.WaitForTimerAsync(NotifierPace.WholePause, Cancellation);
            _store.Execute(new Put { Key = "a", Value = default });
            Assert.False(watcher.TryRead(out _));
            _time.Advance(NotifierPace.WholePause);
            Assert.True(watcher.TryRead(out _));
        }
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

    /// <summary>Makes runs in close succession until the notifier pauses.</summary>
    private async Task BeginPauseAsync()
    {
        for (var i = 1; i < NotifierPace.StretchLength; i++)
        {
            _notifier.CountCommit();
            _notifier.Execute();
            _time.Advance(TimeSpan.FromMilliseconds(0.1));
        }

        var paused = _time.WaitForTimerAsync(NotifierPace.PartOfPause, Cancellation);
        await AddAsync();
        await paused;
    }

    /// <summary>Lets a pause of a trial come to its end.</summary>
    private void EndPause(int commitsInEachPart)
    {
        for (var part = 0; part < NotifierPace.Parts; part++)
        {
            for (var commit = 0; commit < commitsInEachPart; commit++)
                _notifier.CountCommit();
            _time.Advance(NotifierPace.PartOfPause);
        }
    }

    private Task AddAsync()
    {
        var signal = new ReadSignal();
        var wait = signal.WaitAsync().AsTask().WaitAsync(Cancellation);
        _notifier.CountCommit();
        _notifier.Add(signal);
        return wait;
    }
}
