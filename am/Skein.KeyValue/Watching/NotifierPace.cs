namespace Skein.KeyValue.Watching;

/// <summary>Decides whether the <see cref="WatchNotifier"/> pauses before it sets signals again, to gather more of them.</summary>
/// <remarks>
/// <para>Without pauses a signal is set as soon as a thread comes to it. Where thousands a second come, waking that thread and sending each
/// event by itself take a good part of the processor from the writers. So after a stretch of runs in close succession it pauses between runs,
/// and looks every few pauses whether about as many events come as did without.</para>
/// <para>Where they do not, as when writers wait for what readers answer, pauses cost more than they are worth: they end, and the
/// stretch before they are tried again doubles, up to a bound, until they are found worth it. What comes without pauses is measured
/// anew every second or so, because it changes.</para>
/// </remarks>
internal sealed class NotifierPace(TimeProvider time)
{
    /// <summary>The pause: as short as the runtime's timers can be.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Mean time from run to run below which they are in close succession.</summary>
    private static readonly TimeSpan CloseSuccession = TimeSpan.FromMilliseconds(0.5);

    /// <summary>Part of the events without pauses that must come with them.</summary>
    private const double Worthwhile = 0.75;

    private const int ShortestStretch = 32;
    private const int LongestStretch = 4096;
    private const int TrialLength = 4;

    /// <summary>Trials after which it goes without pauses for a stretch, to measure again.</summary>
    private const int MostTrials = 256;

    private bool _isPausing;
    private int _trials;
    private int _stretch = ShortestStretch;

    /// <summary>Events a second without pauses.</summary>
    private double _usual;

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
        {
            var isWorthwhile = _events > 0 && rate >= Worthwhile * _usual;
            _stretch = isWorthwhile ? ShortestStretch : Math.Min(2 * _stretch, LongestStretch);
            _isPausing = isWorthwhile && ++_trials < MostTrials;
        }
        else
        {
            _isPausing = elapsed < _runs * CloseSuccession;
            (_trials, _usual) = (0, rate);
        }

        (_began, _runs, _events) = (time.GetTimestamp(), 0, 0);
        return _isPausing;
    }
}
