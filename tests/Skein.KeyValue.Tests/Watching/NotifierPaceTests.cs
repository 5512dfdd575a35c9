using Skein.Hadoop.Tests.Rpc;
using Skein.KeyValue.Watching;

namespace Skein.KeyValue.Tests.Watching;

public sealed class NotifierPaceTests
{
    private const int Stretch = NotifierPace.ShortestStretch;
    private const int Trial = NotifierPace.TrialLength;
    private const int Forever = 100_000;

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
        Assert.Equal(Stretch, RunsToPause());
    }

    [Fact]
    public void After_a_stretch_in_close_succession_they_are_gathered_briefly_and_then_for_longer()
    {
        RunsToPause();
        Assert.Equal(NotifierPace.BriefPause, _pause);

        Assert.Equal(NotifierPace.BriefPauses, Pause(Forever, commitsPerSecond: 3000, until: NotifierPace.LongPause));
        Assert.Equal(1000, Pause(1000, commitsPerSecond: 3000, until: TimeSpan.Zero));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(500, 4)]
    [InlineData(1300, 8)]
    [InlineData(1600, Forever)]
    public void Long_pauses_in_which_less_than_half_comes_end_the_sooner_the_less(double commitsPerSecond, int trials)
    {
        RunToLongPauses(commitsPerSecond: 3000);

        // Four times as long as brief ones.
        Assert.Equal(Math.Min(trials * Trial, 100), Pause(100, commitsPerSecond, until: TimeSpan.Zero));
    }

    [Fact]
    public void One_bad_trial_does_not_end_pauses()
    {
        RunToLongPauses(commitsPerSecond: 3000);
        Pause(Trial, commitsPerSecond: 300, until: TimeSpan.Zero);

        Assert.Equal(100, Pause(100, commitsPerSecond: 3000, until: TimeSpan.Zero));
    }

    [Fact]
    public void Pauses_that_were_not_worth_it_are_tried_again_after_twice_as_long_up_to_a_bound()
    {
        List<int> lengths = [];
        for (var i = 0; i < 12; i++)
        {
            lengths.Add(RunsToPause());
            FailPauses();
        }

        Assert.Equal([32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 32_768], lengths);
    }

    [Theory]
    [InlineData(28, 4 * Stretch)]
    [InlineData(29, Stretch)]
    [InlineData(200, Stretch)]
    [InlineData(256, 2 * Stretch)]
    public void Pauses_that_have_lasted_are_tried_again_soon(int trials, int stretch)
    {
        FailPauses();
        RunToLongPauses(commitsPerSecond: 3000);
        Pause(trials * Trial, commitsPerSecond: 3000, until: TimeSpan.Zero);

        // If it measures brief ones again, what comes then as well.
        Pause(_pause == NotifierPace.BriefPause ? NotifierPace.BriefPauses : 0, commitsPerSecond: 3000, until: TimeSpan.Zero);
        Assert.InRange(Pause(Forever, commitsPerSecond: 500, until: TimeSpan.Zero), 1, 4 * Trial);

        Assert.Equal(stretch, RunsToPause());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(16)]
    [InlineData(22)]
    [InlineData(200)]
    public void The_end_of_a_burst_does_not_count_against_pauses(int pauses)
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Stretch, RunsToPause());
            Pause(pauses, commitsPerSecond: 3000, until: TimeSpan.Zero);

            Assert.InRange(Pause(Forever, commitsPerSecond: 0, until: TimeSpan.Zero), 1, NotifierPace.BriefPauses + (2 * Trial));
        }
    }

    [Fact]
    public void Commits_that_become_few_take_back_that_pauses_were_not_worth_it()
    {
        for (var i = 0; i < 3; i++)
            FailPauses();
        Assert.False(PausesWithin(14 * Stretch, milliseconds: 2));

        Assert.Equal(Stretch, RunsToPause());
    }

    [Fact]
    public void What_comes_in_brief_pauses_is_measured_anew_now_and_then()
    {
        RunToLongPauses(commitsPerSecond: 3000);
        Assert.Equal(256 * Trial, Pause(Forever, commitsPerSecond: 3000, until: NotifierPace.BriefPause));

        // Three times as many come in brief ones by now, and long ones that gather no more than before are not worth it any more.
        Assert.Equal(NotifierPace.BriefPauses, Pause(Forever, commitsPerSecond: 9000, until: NotifierPace.LongPause));
        Assert.InRange(Pause(1000, commitsPerSecond: 3000, until: TimeSpan.Zero), Trial, 10 * Trial);
    }

    [Theory]
    [InlineData(1, 0.1, 0.1)]
    [InlineData(1, 0.9, 0.1)]
    [InlineData(1, 0.9, 1)]
    [InlineData(8, 0.8, 0.1)]
    [InlineData(8, 0.8, 3)]
    [InlineData(20, 2, 0.1)]
    [InlineData(20, 2, 1)]
    [InlineData(40, 4, 0.1)]
    [InlineData(40, 4, 3)]
    public void Writers_that_wait_for_what_readers_answer_lose_less_than_a_tenth(int writers, double roundTrip, double lateness)
    {
        var (began, commits) = (_time.GetTimestamp(), 0);
        while (_time.GetElapsedTime(began) < TimeSpan.FromSeconds(60))
        {
            if (_pause == TimeSpan.Zero)
            {
                _time.Advance(TimeSpan.FromMilliseconds(roundTrip / writers));
                commits++;
                _pause = _pace.PauseAfter(1);
            }
            else
            {
                // All have written by the time they are told, and then take their time to answer.
                _time.Advance(_pause + TimeSpan.FromMilliseconds(lateness + roundTrip));
                commits += writers;
                _pause = _pace.PauseAfter(writers);
            }
        }

        Assert.InRange(commits / 60.0, 0.9 * 1000 * writers / roundTrip, double.MaxValue);
    }

    [Theory]
    [InlineData(1500, Forever)]
    [InlineData(5000, Forever)]
    [InlineData(20_000, Forever)]
    [InlineData(3000, 300)]
    public void Commits_at_random_by_writers_that_do_not_wait_are_gathered_most_of_the_time(double commitsPerSecond, int millisecondsOfSecond)
    {
        var random = new Random(1);
        var (began, next) = (_time.GetTimestamp(), 0.0);
        var (busy, gathered) = (0, 0);
        while (_time.GetElapsedTime(began) is var now && now < TimeSpan.FromSeconds(30))
        {
            // Without a pause until the next commit, and else what comes in the pause.
            if (_pause == TimeSpan.Zero)
                _time.Advance(TimeSpan.FromSeconds(Math.Max(next - now.TotalSeconds, 1e-5)));
            else
                _time.Advance(_pause + TimeSpan.FromMilliseconds(0.2));
            now = _time.GetElapsedTime(began);
            var commits = 0;
            for (; next <= now.TotalSeconds; commits++)
            {
                next -= Math.Log(1 - random.NextDouble()) / commitsPerSecond;
                // Outside of the bursts, twenty a second.
                if (next % 1 * 1000 > millisecondsOfSecond)
                    next += 0.05;
            }

            busy += commits;
            gathered += _pause == NotifierPace.LongPause ? commits : 0;
            _pause = _pace.PauseAfter(commits);
        }

        Assert.InRange((double)gathered / busy, 0.75, 1);
    }

    private void RunToLongPauses(double commitsPerSecond)
    {
        RunsToPause();
        Pause(NotifierPace.BriefPauses, commitsPerSecond, until: NotifierPace.LongPause);
        Assert.Equal(NotifierPace.LongPause, _pause);
    }

    /// <summary>Has long pauses gather no more than brief ones.</summary>
    private void FailPauses()
    {
        if (_pause == TimeSpan.Zero)
            RunsToPause();
        Pause(Forever, commitsPerSecond: 4000, until: NotifierPace.LongPause);
        Pause(Forever, commitsPerSecond: 1000, until: TimeSpan.Zero);
    }

    /// <summary>How many runs in close succession, with a commit each, come before the first pause, and that one.</summary>
    private int RunsToPause()
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
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            if ((_pause = _pace.PauseAfter(commits)) > TimeSpan.Zero)
                return true;
        }

        return false;
    }

    /// <summary>Pauses as long as it says, in which commits come evenly.</summary>
    /// <returns>How many pauses there were until it said one of a length, or in all.</returns>
    private int Pause(int times, double commitsPerSecond, TimeSpan until)
    {
        var (due, told) = (0.0, 0L);
        for (var i = 1; i <= times; i++)
        {
            _time.Advance(_pause);
            due += commitsPerSecond * _pause.TotalSeconds;
            var commits = (long)Math.Round(due) - told;
            told += commits;
            _pause = _pace.PauseAfter(commits);
            if (_pause == until)
                return i;
        }

        return times;
    }
}
