namespace Skein.KeyValue.Watching;

/// <summary>Decides how long the <see cref="WatchNotifier"/> pauses before it sets signals again, to gather more of them.</summary>
/// <remarks>
/// <para>Without pauses a signal is set as soon as a thread comes to it. Where a thousand a second come or more, waking that thread and
/// sending each event by itself take a good part of the processor from the writers. So after a stretch of runs in close succession it pauses
/// between runs, a few times briefly and from then on for longer, as long as longer pauses gather more.</para>
/// <para>Writers that do not wait for anybody commit the more the longer a pause is. Writers that wait for what readers answer commit as
/// much in a brief one as in a long one, and then stand still: pauses end, and the stretch before they are tried again doubles, up to a
/// bound, until they have lasted or commits have become few. The two are told apart by what comes in brief and in long pauses, and by how
/// long both really took; what comes without pauses tells little, because a processor that never sleeps is faster by half on some machines.
/// Rates over so short times scatter by half, too, so no single trial ends pauses, unless nothing comes at all.</para>
/// </remarks>
internal sealed class NotifierPace(TimeProvider time)
{
    /// <summary>The longest pause: dozens of events share what a run costs, and none is late by more than a person or a heartbeat would notice.</summary>
    public static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(4);

    /// <summary>The shortest that timers know.</summary>
    public static readonly TimeSpan BriefPause = TimeSpan.FromMilliseconds(1);

    /// <summary>Runs without a pause before pauses are tried, at the least.</summary>
    public const int ShortestStretch = 32;

    /// <summary>The same at the most.</summary>
    public const int LongestStretch = 32_768;

    /// <summary>Brief pauses, which are judged together.</summary>
    public const int BriefPauses = 16;

    /// <summary>Long pauses that are judged together.</summary>
    public const int TrialLength = 4;

    /// <summary>Mean time from run to run below which they are in close succession.</summary>
    private static readonly TimeSpan CloseSuccession = TimeSpan.FromMilliseconds(1);

    /// <summary>What a trial counts for, beside those before it.</summary>
    private const double TrialWeight = 0.25;

    /// <summary>Trials that long pauses have to last to be found worth it. Smoothing alone can not make them last so long.</summary>
    private const int LastingTrials = 32;

    /// <summary>Trials of long pauses after which brief ones are measured again.</summary>
    private const int MostTrials = 256;

    private TimeSpan _pause;

    /// <summary>Runs without a pause before pauses are tried.</summary>
    private int _stretch = ShortestStretch;

    /// <summary>From the end of one brief pause to the end of the next.</summary>
    private TimeSpan _briefPeriod;

    /// <summary>Commits a second in brief pauses.</summary>
    private double _briefRate;

    /// <summary>Commits a second in long pauses, smoothed; taken to be as many as in brief ones until trials say otherwise.</summary>
    private double _longRate;

    /// <summary>Of the long pauses since brief ones were measured.</summary>
    private int _trials;

    // Since the stretch or the trial began.
    private long _began = time.GetTimestamp();
    private int _runs;
    private long _commits;

    /// <summary>Tells of a run that is over.</summary>
    /// <param name="commits">How many commits that concern anybody have come since the one before.</param>
    /// <returns>The pause before the next one, most often none.</returns>
    public TimeSpan PauseAfter(long commits)
    {
        // A run may find that the one before has set what it was asked for.
        if (_pause == TimeSpan.Zero && commits == 0)
            return TimeSpan.Zero;
        _runs++;
        _commits += commits;
        if (_runs < (_pause == TimeSpan.Zero ? _stretch : _pause == BriefPause ? BriefPauses : TrialLength))
            return _pause;
        var now = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(_began, now);
        if (_pause == TimeSpan.Zero)
            JudgeStretch(elapsed);
        else if (_commits == 0)
            _pause = TimeSpan.Zero;
        else if (_pause == BriefPause)
            Lengthen(elapsed);
        else
            JudgeLong(elapsed);
        (_began, _runs, _commits) = (now, 0, 0);
        return _pause;
    }

    private void JudgeStretch(TimeSpan elapsed)
    {
        if (elapsed < _runs * CloseSuccession)
            _pause = BriefPause;
        else
            // What commits so seldom is not what pauses were not worth it for.
            _stretch = Math.Max(_stretch / 2, ShortestStretch);
    }

    private void Lengthen(TimeSpan elapsed)
    {
        _briefPeriod = elapsed / _runs;
        _briefRate = _longRate = _commits / elapsed.TotalSeconds;
        (_pause, _trials) = (LongPause, 0);
    }

    /// <summary>Ends long pauses that gather hardly more than brief ones.</summary>
    private void JudgeLong(TimeSpan elapsed)
    {
        _trials++;
        _longRate += TrialWeight * (_commits / elapsed.TotalSeconds - _longRate);
        // Of writers that do not wait, the rate stays the same; of those that do, it falls by as much as the time grows. This is between both.
        var leastRate = _briefRate * Math.Sqrt(_briefPeriod / (elapsed / _runs));
        if (_longRate < leastRate)
        {
            _pause = TimeSpan.Zero;
            _stretch = _trials > LastingTrials ? ShortestStretch : Math.Min(2 * _stretch, LongestStretch);
        }
        else if (_trials == MostTrials)
        {
            (_pause, _stretch) = (BriefPause, ShortestStretch);
        }
    }
}
