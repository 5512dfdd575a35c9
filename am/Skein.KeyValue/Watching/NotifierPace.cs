namespace Skein.KeyValue.Watching;

/// <summary>Decides whether the <see cref="WatchNotifier"/> pauses before it sets signals again, to gather more of them.</summary>
/// <remarks>
/// <para>Without pauses a signal is set as soon as a thread comes to it. Where thousands a second come, waking that thread and sending each
/// event by itself take a good part of the processor from the writers. So after a stretch of runs in close succession it pauses between runs,
/// and looks every few pauses whether at least two thirds as many events come as did without.</para>
/// <para>Where they do not, as when a few writers wait for what readers answer, pauses cost more than they are worth: they end, and the
/// stretch before they are tried again doubles, up to a bound, until they have lasted. Rates over so short times scatter by half on a
/// machine that has other work, so no single trial ends the pauses, unless hardly anything comes. What comes without them is measured anew
/// every few seconds, because it changes.</para>
/// </remarks>
internal sealed class NotifierPace(TimeProvider time)
{
    /// <summary>The pause: dozens of events share what a run costs, and none is late by more than a person or a heartbeat would notice.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);

    /// <summary>Mean time from run to run below which they are in close succession.</summary>
    private static readonly TimeSpan CloseSuccession = TimeSpan.FromMilliseconds(0.5);

    /// <summary>Part of the events without pauses that must come with them.</summary>
    private const double Worthwhile = 2.0 / 3;

    /// <summary>What a trial counts for, beside those before it.</summary>
    private const double TrialWeight = 0.25;

    /// <summary>Part of the events without pauses below which a single trial ends them.</summary>
    private const double Hopeless = 1.0 / 8;

    private const int ShortestStretch = 64;
    private const int LongestStretch = 16_384;
    private const int TrialLength = 4;

    /// <summary>Trials that pauses have to last to be found worth it. Smoothing alone can not make them last so long.</summary>
    private const int LastingTrials = 32;

    /// <summary>The same where they end because nothing comes any more, which is no fault of theirs.</summary>
    private const int ProvingTrials = 4;

    /// <summary>Trials after which it goes without pauses for a stretch, to measure again.</summary>
    private const int MostTrials = 256;

    private bool _isPausing;
    private int _trials;
    private int _stretch = ShortestStretch;

    /// <summary>Events a second without pauses; not a number until it is known.</summary>
    private double _usual = double.NaN;

    /// <summary>Events a second with pauses, smoothed; taken to be as many as without until trials say otherwise.</summary>
    private double _gathered;

    // Since the stretch or the trial began.
    private long _began = time.GetTimestamp();
    private int _runs;
    private long _events;

    /// <summary>Tells of a run that is over.</summary>
    /// <param name="events">How many events have come since the one before.</param>
    /// <returns>Whether to pause before the next one.</returns>
    public bool IsToPause(long events)
    {
        // A run may find that the one before has set what it was asked for.
        if (!_isPausing && events == 0)
            return false;
        _runs++;
        _events += events;
        if (_runs < (_isPausing ? TrialLength : _stretch))
            return _isPausing;
        var elapsed = time.GetElapsedTime(_began);
        var rate = _events / elapsed.TotalSeconds;
        if (_isPausing)
            Judge(rate);
        else
            Begin(rate, isClose: elapsed < _runs * CloseSuccession);
        (_began, _runs, _events) = (time.GetTimestamp(), 0, 0);
        return _isPausing;
    }

    private void Begin(double rate, bool isClose)
    {
        _isPausing = isClose;
        // No single stretch that happened to be fast makes all trials fail, and no slow one lets all pass.
        _usual = !isClose ? double.NaN : !double.IsFinite(_usual) ? rate : (_usual + rate) / 2;
        (_trials, _gathered) = (0, _usual);
    }

    /// <summary>Ends pauses that are not worth it, or whose worth is to be measured anew.</summary>
    private void Judge(double rate)
    {
        _trials++;
        _gathered += TrialWeight * (rate - _gathered);
        if (rate >= Hopeless * _usual && _gathered >= Worthwhile * _usual && _trials < MostTrials)
            return;
        _isPausing = false;
        if (rate > 0)
            _stretch = _trials > LastingTrials ? ShortestStretch : Math.Min(2 * _stretch, LongestStretch);
        else if (_trials > ProvingTrials)
            _stretch = ShortestStretch;
    }
}
