namespace Skein.KeyValue.Watching;

/// <summary>Decides whether the <see cref="WatchNotifier"/> pauses before it sets signals again, to gather more of them.</summary>
/// <remarks>
/// <para>Without pauses a signal is set as soon as a thread comes to it. Where thousands a second come, waking that thread and sending each
/// event by itself take a good part of the processor from the writers. So after a stretch of runs in close succession it pauses between runs,
/// and looks every few pauses whether about as many events come as did without.</para>
/// <para>Where they do not, as when writers wait for what readers answer, pauses cost more than they are worth: they end, and the
/// stretch before they are tried again doubles, up to a bound, until they have lasted. Rates of so short times scatter widely on a
/// machine that has other work, so no single trial ends the pauses, unless nothing comes at all. What comes without them is measured anew every few
/// seconds, because it changes.</para>
/// </remarks>
internal sealed class NotifierPace(TimeProvider time)
{
    /// <summary>The pause: long enough for some dozens of events, so that what a run costs is shared, and shorter than anybody waits for.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);

    /// <summary>Mean time from run to run below which they are in close succession.</summary>
    private static readonly TimeSpan CloseSuccession = TimeSpan.FromMilliseconds(0.5);

    /// <summary>Part of the events without pauses that must come with them.</summary>
    private const double Worthwhile = 2.0 / 3;

    /// <summary>What a trial counts for, beside those before it.</summary>
    private const double TrialWeight = 0.25;

    private const int ShortestStretch = 32;
    private const int LongestStretch = 4096;
    private const int TrialLength = 4;

    /// <summary>Trials that pauses have to last to be found worth it.</summary>
    private const int LastingTrials = 8;

    /// <summary>Trials after which it goes without pauses for a stretch, to measure again.</summary>
    private const int MostTrials = 256;

    private bool _isPausing;
    private int _trials;
    private int _stretch = ShortestStretch;

    /// <summary>Events a second without pauses.</summary>
    private double _usual = double.PositiveInfinity;

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
            Go(rate);
        else
            Begin(rate, isClose: elapsed < _runs * CloseSuccession);
        (_began, _runs, _events) = (time.GetTimestamp(), 0, 0);
        return _isPausing;
    }

    private void Begin(double rate, bool isClose)
    {
        _isPausing = isClose;
        // A stretch that happened to be fast must not make all trials fail.
        _usual = isClose ? Math.Min(rate, (_usual + rate) / 2) : double.PositiveInfinity;
        (_trials, _gathered) = (0, _usual);
    }

    /// <summary>Goes on with pauses, or ends them.</summary>
    private void Go(double rate)
    {
        _trials++;
        _gathered = rate > 0 ? _gathered + (TrialWeight * (rate - _gathered)) : 0;
        if (_gathered >= Worthwhile * _usual && _trials < MostTrials)
            return;
        _isPausing = false;
        _stretch = _trials > LastingTrials ? ShortestStretch : Math.Min(2 * _stretch, LongestStretch);
    }
}
