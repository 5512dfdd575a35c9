namespace Skein.KeyValue.Watching;

/// <summary>Decides how long the <see cref="WatchNotifier"/> pauses before it sets signals again, to gather more of them.</summary>
/// <remarks>
/// <para>Without pauses a signal is set as soon as a thread comes to it. Where a thousand a second come or more, waking that thread and
/// sending each event by itself take a good part of the processor from the writers. So after a stretch of runs in close succession it pauses
/// between runs: a few times briefly, to see what comes then, and from then on for longer, for as long as at least half as many events a
/// second come in long pauses as in brief ones.</para>
/// <para>Where they do not, writers wait for what readers answer, and pauses cost more than they are worth: they end, and the stretch before
/// they are tried again doubles, up to a bound, until they have lasted or everything has come to rest. Pauses are held against pauses
/// because a processor that never sleeps is faster by half on some machines, whatever it does. Rates over so short times scatter by
/// half, too, so no single trial ends long pauses.</para>
/// </remarks>
internal sealed class NotifierPace(TimeProvider time)
{
    /// <summary>The longest pause: dozens of events share what a run costs, and none is late by more than a person or a heartbeat would notice.</summary>
    public static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(4);

    /// <summary>The shortest that timers know.</summary>
    public static readonly TimeSpan BriefPause = TimeSpan.FromMilliseconds(1);

    /// <summary>Mean time from run to run below which they are in close succession.</summary>
    private static readonly TimeSpan CloseSuccession = TimeSpan.FromMilliseconds(1);

    /// <summary>Time without a run after which all that was learned is forgotten: what comes then may be other work.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    /// <summary>Part of the events without pauses that must come in brief ones.</summary>
    private const double Bearable = 1.0 / 4;

    /// <summary>Part of the events in brief pauses that must come in long ones.</summary>
    private const double Worthwhile = 1.0 / 2;

    /// <summary>What a trial counts for, beside those before it.</summary>
    private const double TrialWeight = 0.25;

    private const int ShortestStretch = 32;
    private const int LongestStretch = 32_768;

    /// <summary>Pauses that are judged together.</summary>
    private const int TrialLength = 4;

    private const int BriefTrials = 4;

    /// <summary>Trials that long pauses have to last to be found worth it. Smoothing alone can not make them last so long.</summary>
    private const int LastingTrials = 32;

    /// <summary>Trials of long pauses after which brief ones are measured again.</summary>
    private const int MostTrials = 256;

    private TimeSpan _pause;
    private int _stretch = ShortestStretch;

    /// <summary>Of the pauses of this length.</summary>
    private int _trials;

    /// <summary>Events a second without pauses.</summary>
    private double _unpaused;

    /// <summary>Events a second in brief pauses, smoothed.</summary>
    private double _brief;

    /// <summary>Events a second in long pauses, smoothed; taken to be as many as in brief ones until trials say otherwise.</summary>
    private double _long;

    private long _lastRun = time.GetTimestamp();

    // Since the stretch or the trial began.
    private long _began = time.GetTimestamp();
    private int _runs;
    private long _events;

    /// <summary>Tells of a run that is over.</summary>
    /// <param name="events">How many events have come since the one before.</param>
    /// <returns>The pause before the next one, most often none.</returns>
    public TimeSpan PauseAfter(long events)
    {
        // A run may find that the one before has set what it was asked for.
        if (_pause == TimeSpan.Zero && events == 0)
            return TimeSpan.Zero;
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_lastRun, now) > Rest)
        {
            (_pause, _stretch) = (TimeSpan.Zero, ShortestStretch);
            Restart(now);
        }

        _lastRun = now;
        _runs++;
        _events += events;
        if (_runs < (_pause == TimeSpan.Zero ? _stretch : TrialLength))
            return _pause;
        var elapsed = time.GetElapsedTime(_began, now);
        var rate = _events / elapsed.TotalSeconds;
        if (_pause == LongPause)
            JudgeLong(rate);
        else if (_pause == BriefPause)
            JudgeBrief(rate);
        else if (elapsed < _runs * CloseSuccession)
            (_pause, _trials, _unpaused, _brief) = (BriefPause, 0, rate, rate);
        Restart(now);
        return _pause;
    }

    private void Restart(long now) => (_began, _runs, _events) = (now, 0, 0);

    private void JudgeBrief(double rate)
    {
        _trials++;
        _brief += Math.Max(TrialWeight, 1.0 / _trials) * (rate - _brief);
        if (rate < Bearable * _unpaused)
            End(lasted: false);
        else if (_trials == BriefTrials)
            (_pause, _trials, _long) = (LongPause, 0, _brief);
    }

    private void JudgeLong(double rate)
    {
        _trials++;
        _long += TrialWeight * (rate - _long);
        if (_long < Worthwhile * _brief)
            End(lasted: _trials > LastingTrials);
        else if (_trials == MostTrials)
            (_pause, _trials) = (BriefPause, 0);
    }

    private void End(bool lasted)
    {
        _pause = TimeSpan.Zero;
        _stretch = lasted ? ShortestStretch : Math.Min(2 * _stretch, LongestStretch);
    }
}
