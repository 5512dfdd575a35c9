using Skein.Hadoop.Tests.Rpc;
using Skein.KeyValue.Watching;

namespace Skein.KeyValue.Tests.Watching;

public sealed class NotifierPaceTests
{
    private const int Stretch = NotifierPace.StretchLength;
    private const int Forever = 1_000_000;

    private static readonly int[] Even = [3, 3, 3, 3];
    private static readonly int[] StandingStill = [10, 2, 0, 0];

    private readonly ManualTimeProvider _time = new();
    private readonly NotifierPace _pace;
    private TimeSpan _pause;

    public NotifierPaceTests() => _pace = new NotifierPace(_time);

    [Fact]
    public void Signals_that_come_now_and_then_are_never_held_back() => Assert.False(PausesWithin(10 * Stretch, milliseconds: 1));

    [Fact]
    public void A_few_in_close_succession_are_not_held_back() => Assert.False(PausesWithin(Stretch - 1, milliseconds: 0.9));

    [Fact]
    public void Runs_that_found_nothing_new_do_not_count()
    {
        Assert.False(PausesWithin(10 * Stretch, milliseconds: 0.001, commits: 0));
        Assert.Equal(Stretch, RunsToTrial());
    }

    [Fact]
    public void After_a_stretch_in_close_succession_there_are_trials_with_whole_pauses_between_them()
    {
        Assert.Equal(Stretch, RunsToTrial());

        for (var trial = 0; trial < 3; trial++)
        {
            for (var i = 0; i < NotifierPace.TrialLength; i++)
            {
                Assert.Equal(NotifierPace.PartOfPause, _pause);
                Assert.Equal(4, Pause(Even));
            }

            for (var i = 0; i < NotifierPace.PausesBetweenTrials; i++)
            {
                Assert.Equal(NotifierPace.WholePause, _pause);
                Assert.Equal(1, Pause(Even));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Pauses_end_where_a_part_gets_less_than_six_tenths_of_its_share(int part)
    {
        // With six of 36 it has two thirds of it, with five of 35 less than 0.58.
        var commits = new[] { 10, 10, 10, 10 };
        commits[part] = 6;
        Try(commits);
        Assert.Equal(NotifierPace.WholePause, _pause);
        PauseUntilTrial();

        commits[part] = 5;
        Try(commits);
        Assert.Equal(TimeSpan.Zero, _pause);
    }

    [Theory]
    [InlineData(0, 3, 0)]
    [InlineData(4, 12, 3)]
    public void The_time_that_signals_take_to_be_set_belongs_to_the_part_that_comes(int milliseconds, int commits, int commitsInPart)
    {
        RunsToTrial();
        _pause = Run(milliseconds, commits);
        for (var i = 0; i < NotifierPace.TrialLength; i++)
            Pause([commitsInPart, 3, 3, 3], run: milliseconds, commitsOfRun: commits);

        Assert.Equal(NotifierPace.WholePause, _pause);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(9, true)]
    public void A_part_that_has_taken_longer_has_a_greater_share(int commits, bool goesOn)
    {
        Try([3, 3, commits, 3], lateness: [0, 0, 2, 0]);

        Assert.Equal(goesOn ? NotifierPace.WholePause : TimeSpan.Zero, _pause);
    }

    [Fact]
    public void One_pause_in_which_nobody_commits_for_a_while_does_not_end_pauses()
    {
        RunsToTrial();
        Pause(StandingStill);
        for (var i = 1; i < NotifierPace.TrialLength; i++)
            Pause(Even);

        Assert.Equal(NotifierPace.WholePause, _pause);
    }

    [Fact]
    public void Pauses_are_banned_for_twice_as_long_each_time_that_writers_stand_still_up_to_a_bound()
    {
        List<double> bans = [];
        for (var i = 0; i < 11; i++)
            bans.Add(BanAfter(StandingStill).TotalMilliseconds);

        // A stretch is not over when a ban is.
        Assert.All(bans.Zip([32, 64, 128, 256, 512, 1024, 2048, 4096, 8000, 8000, 8000]), ban => Assert.InRange(ban.First - ban.Second, 0, 4));
    }

    [Theory]
    [InlineData(2, 128)]
    [InlineData(4, 32)]
    [InlineData(8, 32)]
    public void Each_trial_after_which_pauses_go_on_halves_the_next_ban_down_to_a_bound(int trials, int milliseconds)
    {
        foreach (var _ in Enumerable.Range(0, 4))
            BanAfter(StandingStill);
        for (var i = 0; i < trials; i++)
        {
            Try(Even);
            PauseUntilTrial();
        }

        Assert.InRange(BanAfter(StandingStill).TotalMilliseconds, milliseconds, milliseconds + 4);
        Assert.InRange(BanAfter(StandingStill).TotalMilliseconds, 2 * milliseconds, (2 * milliseconds) + 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(40)]
    public void The_end_of_a_burst_does_not_count_against_pauses(int pauses)
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Stretch, RunsToTrial());
            for (var pause = 0; pause < pauses; pause++)
                Pause(Even);

            Assert.InRange(EmptyPauses(), 1, NotifierPace.TrialLength);
        }
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void A_few_stragglers_after_a_burst_do_not_either(int commits, bool areBanned)
    {
        RunsToTrial();
        Pause([commits, 0, 0, 0]);
        EmptyPauses();

        Assert.Equal(areBanned, RunsToTrial() > Stretch);
    }

    [Theory]
    [InlineData(15, false)]
    [InlineData(16, true)]
    public void Pauses_end_where_commits_have_become_fewer_than_half_a_thousand_a_second(int commits, bool goesOn)
    {
        Try(Even);
        PauseUntilTrial();
        for (var i = 0; i < NotifierPace.TrialLength; i++)
            Pause(i == 0 && commits == 15 ? [1, 0, 0, 0] : i % 2 == 0 ? [1, 1, 0, 0] : [0, 0, 1, 1]);

        Assert.Equal(goesOn ? NotifierPace.WholePause : TimeSpan.Zero, _pause);
        if (!goesOn)
            Assert.Equal(Stretch, RunsToTrial());
    }

    [Theory]
    [InlineData(1, 0.1, 0.1)]
    [InlineData(1, 0.9, 0.1)]
    [InlineData(1, 0.9, 1)]
    [InlineData(8, 0.8, 0.1)]
    [InlineData(8, 0.8, 3)]
    [InlineData(8, 0.8, 6)]
    [InlineData(8, 0.8, 10)]
    [InlineData(20, 2, 0.1)]
    [InlineData(20, 2, 1)]
    [InlineData(20, 2.3, 0.1)]
    [InlineData(20, 3, 0.1)]
    [InlineData(40, 4, 0.1)]
    [InlineData(40, 4.2, 0.1)]
    [InlineData(40, 4, 3)]
    [InlineData(40, 6, 0.1)]
    public void Writers_that_wait_for_what_readers_answer_lose_less_than_a_tenth(int writers, double roundTrip, double lateness) =>
        Assert.InRange(Simulate(writers, roundTrip, lateness, othersPerSecond: 0).Waiting, 0.9 * 1000 * writers / roundTrip, Forever);

    [Theory]
    [InlineData(8, 1000)]
    [InlineData(8, 3000)]
    [InlineData(4, 2000)]
    public void Nor_do_they_beside_some_that_do_not_wait(int writers, double othersPerSecond) =>
        Assert.InRange(Simulate(writers, roundTrip: 0.5, lateness: 0.1, othersPerSecond).Waiting, 0.9 * 1000 * writers / 0.5, Forever);

    [Fact]
    public void A_few_beside_many_others_are_answered_once_in_a_pause() =>
        Assert.InRange(Simulate(writers: 2, roundTrip: 0.5, lateness: 0.1, othersPerSecond: 5000).Waiting, 2 * 200, 2 * 1000);

    [Theory]
    [InlineData(40, 4, 0.5)]
    [InlineData(40, 6, 0.5)]
    [InlineData(8, 3, 0.7)]
    public void Writers_whose_answers_spread_over_a_pause_lose_less_than_half(int writers, double roundTrip, double spread) =>
        Assert.InRange(Simulate(writers, roundTrip, lateness: 0.1, othersPerSecond: 0, spread: spread).Waiting, 0.5 * 1000 * writers / roundTrip, Forever);

    [Theory]
    [InlineData(1000, 1000, 0.2, 0.6)]
    [InlineData(1500, 1000, 0.2, 0.9)]
    [InlineData(5000, 1000, 0.2, 0.9)]
    [InlineData(20_000, 1000, 0.2, 0.9)]
    [InlineData(3000, 1000, 3, 0.9)]
    [InlineData(3000, 1000, 10, 0.9)]
    [InlineData(3000, 200, 0.2, 0.85)]
    public void Commits_at_random_by_writers_that_do_not_wait_are_gathered_most_of_the_time(
        double perSecond, int millisecondsOfSecond, double lateness, double leastShare)
    {
        var (_, others, gathered) = Simulate(writers: 0, roundTrip: 1, lateness, perSecond, millisecondsOfSecond);

        Assert.InRange(gathered / others, leastShare, 1);
    }

    /// <summary>A minute with writers of which some wait for readers' answers and others do not.</summary>
    /// <param name="writers">Those that wait. They write at once when they are answered.</param>
    /// <param name="roundTrip">Milliseconds from setting a signal to the commit that answers it, in the mean.</param>
    /// <param name="lateness">Milliseconds, in the mean, that timers are late.</param>
    /// <param name="othersPerSecond">Commits of those that do not wait, while they commit.</param>
    /// <param name="millisecondsOfSecond">How long the others commit in each second.</param>
    /// <param name="spread">How much shorter or longer a round trip is at the most, as a share of it.</param>
    /// <returns>Commits of those that wait per second, those of the others, and how many of these came in a pause.</returns>
    private (double Waiting, double Others, double Gathered) Simulate(
        int writers, double roundTrip, double lateness, double othersPerSecond, int millisecondsOfSecond = 1000, double spread = 0.2)
    {
        const double Seconds = 60;
        var random = new Random(1);
        var answers = new PriorityQueue<int, double>(Enumerable.Range(0, writers).Select(writer => (writer, Answered(0))));
        var told = new List<int>();
        var (now, other, waiting, others, gathered) = (0.0, othersPerSecond > 0 ? 0 : double.MaxValue, 0, 0, 0);
        while (now < Seconds)
        {
            var next = Math.Min(other, answers.TryPeek(out _, out var answer) ? answer : double.MaxValue);
            var end = _pause == TimeSpan.Zero ? Math.Max(next, now) : now + _pause.TotalSeconds + (lateness * (0.5 + random.NextDouble()) / 1000);
            _time.Advance(TimeSpan.FromSeconds(end - now));
            now = end;
            var commits = 0;
            for (; answers.TryPeek(out var writer, out var at) && at <= now; commits++, waiting++)
            {
                answers.Dequeue();
                told.Add(writer);
            }

            for (; other <= now; commits++, others++)
            {
                gathered += _pause > TimeSpan.Zero ? 1 : 0;
                other -= Math.Log(1 - random.NextDouble()) / othersPerSecond;
                if (other % 1 * 1000 > millisecondsOfSecond)
                    other = Math.Ceiling(other);
            }

            // A run takes no time.
            if (_pause > TimeSpan.Zero)
                (_pause, commits) = (_pace.GoOnAfter(commits), 0);
            if (_pause > TimeSpan.Zero)
                continue;
            foreach (var writer in told)
                answers.Enqueue(writer, Answered(now));
            told.Clear();
            _pause = _pace.PauseAfter(commits);
        }

        return (waiting / Seconds, others, gathered);

        double Answered(double at) => at + (roundTrip * (1 + (spread * ((2 * random.NextDouble()) - 1))) / 1000);
    }

    /// <summary>Makes a trial.</summary>
    private void Try(int[] commitsInParts, int[]? lateness = null)
    {
        if (_pause == TimeSpan.Zero)
            RunsToTrial();
        for (var i = 0; i < NotifierPace.TrialLength; i++)
            Pause(commitsInParts, lateness);
    }

    /// <summary>Makes a trial, and then runs until the next one, which is this time later.</summary>
    private TimeSpan BanAfter(int[] commitsInParts)
    {
        Try(commitsInParts);
        var began = _time.GetTimestamp();
        RunsToTrial();
        return _time.GetElapsedTime(began);
    }

    private void PauseUntilTrial()
    {
        while (_pause == NotifierPace.WholePause)
            Pause(Even);
        Assert.Equal(NotifierPace.PartOfPause, _pause);
    }

    /// <summary>Pauses without commits until there is no pause after a run.</summary>
    private int EmptyPauses()
    {
        for (var pauses = 1; pauses < Forever; pauses++)
        {
            Pause([0, 0, 0, 0]);
            if (_pause == TimeSpan.Zero)
                return pauses;
        }

        throw new InvalidOperationException("It pauses for ever.");
    }

    /// <summary>How many runs in close succession, with a commit each, come before the first pause, and that one.</summary>
    private int RunsToTrial()
    {
        for (var runs = 1; runs <= Forever; runs++)
        {
            if (PausesWithin(1, milliseconds: 0.1))
                return runs;
        }

        throw new InvalidOperationException("It never pauses.");
    }

    /// <summary>Whether it pauses after one of some runs without a pause before.</summary>
    private bool PausesWithin(int runs, double milliseconds, int commits = 1)
    {
        for (var i = 0; i < runs; i++)
        {
            if ((_pause = Run(milliseconds, commits)) > TimeSpan.Zero)
                return true;
        }

        return false;
    }

    /// <summary>Pauses as long as it says, then runs.</summary>
    /// <param name="commitsInParts">Commits in each part, or all of them in a whole pause.</param>
    /// <param name="lateness">Milliseconds that the timer for each part is late.</param>
    /// <param name="run">Milliseconds that the run lasts.</param>
    /// <param name="commitsOfRun">Commits meanwhile.</param>
    /// <returns>The number of parts.</returns>
    private int Pause(int[] commitsInParts, int[]? lateness = null, int run = 0, int commitsOfRun = 0)
    {
        var parts = 0;
        while (_pause > TimeSpan.Zero)
        {
            var commits = _pause == NotifierPace.WholePause ? commitsInParts.Sum() : commitsInParts[parts];
            _time.Advance(_pause + TimeSpan.FromMilliseconds(lateness?[parts] ?? 0));
            parts++;
            _pause = _pace.GoOnAfter(commits);
        }

        _pause = Run(run, commitsOfRun);
        return parts;
    }

    private TimeSpan Run(double milliseconds, int commits)
    {
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return _pace.PauseAfter(commits);
    }
}
