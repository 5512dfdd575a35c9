namespace Skein.KeyValue.Watching;

/// <summary>Decides how long the <see cref="WatchNotifier"/> pauses before it sets signals again, to gather more of them.</summary>
/// <remarks>
/// <para>Without pauses a signal is set as soon as a thread comes to it. Where a thousand a second come or more, waking that thread and
/// sending each event by itself take a good part of the processor from the writers. So after a stretch of runs in close succession there
/// are pauses between runs.</para>
/// <para>Writers that do not wait for anybody commit all through a pause. Those that wait for what readers answer stand still for a part
/// of it, before the first answers or once all have written, and lose more by pauses than they gain. So now and then come some pauses, a
/// trial, that are made of parts, with the commits of each counted. Where a part gets much less than its share, pauses end and are banned
/// for a time, which doubles with each such trial, and halves with each one after which pauses go on. It takes no rate to compare with,
/// which would change with what else the processors do, and pauses that take longer make no difference to it.</para>
/// <para>Not seen are writers that wait where their answers spread over a whole pause, nor a few of them beside others that commit much
/// more often: they are answered once in a pause.</para>
/// </remarks>
internal sealed class NotifierPace(TimeProvider time)
{
    /// <summary>Dozens of events share what a run costs, and none is late by more than a person or a heartbeat would notice.</summary>
    public static readonly TimeSpan WholePause = TimeSpan.FromMilliseconds(4);

    /// <summary>The least that a thread can sleep.</summary>
    public static readonly TimeSpan PartOfPause = TimeSpan.FromMilliseconds(1);

    /// <summary>Parts of a pause in a trial.</summary>
    public const int Parts = 4;

    /// <summary>Pauses of a trial.</summary>
    public const int TrialLength = 8;

    /// <summary>Whole pauses between two trials.</summary>
    public const int PausesBetweenTrials = 32;

    /// <summary>Runs without a pause that show whether they are in close succession.</summary>
    public const int StretchLength = 32;

    /// <summary>How long there are no pauses after the first trial in which writers stood still.</summary>
    private static readonly TimeSpan ShortestBan = TimeSpan.FromMilliseconds(32);

    /// <summary>The same at the most: a trial costs writers that wait some 40 ms, and more where threads sleep longer than they mean to.</summary>
    private static readonly TimeSpan LongestBan = TimeSpan.FromSeconds(8);

    /// <summary>Mean time from run to run below which they are in close succession. Pauses end where commits are less than half as many.</summary>
    private static readonly TimeSpan CloseSuccession = TimeSpan.FromMilliseconds(1);

    /// <summary>How much of what a part would get if commits came evenly it gets at the least while nobody stands still. From some 1500
    /// commits a second on it is seldom less by chance, nor because readers take the processor at the beginning of a pause.</summary>
    private const double LeastShare = 0.6;

    /// <summary>Commits in a trial that tell nothing about who waits: a single writer that does makes one in each pause.</summary>
    private const int TooFewToTell = TrialLength / 2;

    private readonly long[] _commits = new long[Parts];
    private readonly TimeSpan[] _lengths = new TimeSpan[Parts];

    private Phase _phase;

    /// <summary>Runs since the stretch began, or pauses since the phase did.</summary>
    private int _count;

    /// <summary>When the part or the stretch began.</summary>
    private long _began = time.GetTimestamp();

    /// <summary>The part that is next to end.</summary>
    private int _part;

    /// <summary>How long the next ban is.</summary>
    private TimeSpan _ban = ShortestBan;

    private long _banEnd = long.MinValue;

    private enum Phase
    {
        NoPauses,
        Trial,
        WholePauses,
    }

    /// <summary>Tells of a run that is over.</summary>
    /// <param name="commits">How many commits that concern anybody have come since this or <see cref="GoOnAfter"/> was told last.</param>
    /// <returns>The pause before the next run, or the first part of it; zero for none, most often.</returns>
    public TimeSpan PauseAfter(long commits)
    {
        switch (_phase)
        {
            case Phase.NoPauses:
                // A run may find that the one before has set what it was asked for.
                if (commits > 0 && ++_count == StretchLength)
                    JudgeStretch();
                break;
            case Phase.Trial:
                // The run belongs to the part that comes.
                _commits[0] += commits;
                break;
            case Phase.WholePauses:
                if (++_count > PausesBetweenTrials)
                    Begin(Phase.Trial);
                break;
        }

        return _phase switch
        {
            Phase.Trial => PartOfPause,
            Phase.WholePauses => WholePause,
            _ => TimeSpan.Zero,
        };
    }

    /// <summary>Tells that a pause, or a part of it, is over.</summary>
    /// <param name="commits">As for <see cref="PauseAfter"/>.</param>
    /// <returns>The next part of the pause; zero if the next run is due.</returns>
    public TimeSpan GoOnAfter(long commits)
    {
        // Whoever commits after a rest need not wait for the next trial to be told of at once.
        if (_phase == Phase.WholePauses && commits == 0)
            Begin(Phase.NoPauses);
        if (_phase != Phase.Trial)
            return TimeSpan.Zero;
        var now = time.GetTimestamp();
        _commits[_part] += commits;
        _lengths[_part] += time.GetElapsedTime(_began, now);
        (_part, _began) = ((_part + 1) % Parts, now);
        if (_part > 0)
            return PartOfPause;
        if (++_count == TrialLength)
            JudgeTrial();
        return TimeSpan.Zero;
    }

    private void JudgeStretch()
    {
        var now = time.GetTimestamp();
        var isClose = time.GetElapsedTime(_began, now) < StretchLength * CloseSuccession;
        Begin(isClose && now >= _banEnd ? Phase.Trial : Phase.NoPauses);
    }

    private void JudgeTrial()
    {
        var (commits, length) = (_commits.Sum(), new TimeSpan(_lengths.Sum(static part => part.Ticks)));
        var hasStoodStill = commits > TooFewToTell
            && _commits.Zip(_lengths).Any(part => part.First < LeastShare * commits * (part.Second / length));
        var goesOn = !hasStoodStill && commits >= length / CloseSuccession / 2;
        Begin(goesOn ? Phase.WholePauses : Phase.NoPauses);
        if (hasStoodStill)
        {
            _banEnd = _began + (long)(_ban.TotalSeconds * time.TimestampFrequency);
            _ban = TimeSpan.FromTicks(Math.Min(_ban.Ticks * 2, LongestBan.Ticks));
        }
        else if (goesOn)
        {
            _ban = TimeSpan.FromTicks(Math.Max(_ban.Ticks / 2, ShortestBan.Ticks));
        }
    }

    private void Begin(Phase phase)
    {
        (_phase, _count, _began) = (phase, 0, time.GetTimestamp());
        Array.Clear(_commits);
        Array.Clear(_lengths);
    }
}
