using Skein.Hadoop.Tests.Rpc;
using Skein.KeyValue.Watching;

namespace Skein.KeyValue.Tests.Watching;

public sealed class NotifierPaceTests
{
    private const int Stretch = 32;
    private const int Trial = 4;
    private const int Brief = 4 * Trial;

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
        Assert.False(PausesWithin(10 * Stretch, milliseconds: 0.001, events: 0));
        Assert.Equal(Stretch, RunsToPause());
    }

    [Fact]
    public void After_a_stretch_in_close_succession_they_are_gathered_briefly_and_then_for_longer()
    {
        RunsToPause();
        Assert.Equal(NotifierPace.BriefPause, _pause);

        Assert.Equal(Brief, Pause(times: 1000, eventsPerSecond: 3000, until: NotifierPace.LongPause));
        Assert.Equal(1000, Pause(times: 1000, eventsPerSecond: 3000, until: TimeSpan.Zero));
    }

    [Theory]
    [InlineData(2000, Trial)]
    [InlineData(2600, Brief)]
    public void Brief_pauses_in_which_hardly_any_come_end_at_once(double eventsPerSecond, int pauses)
    {
        // Ten thousand a second.
        RunsToPause();

        Assert.Equal(pauses, Pause(times: Brief, eventsPerSecond, until: TimeSpan.Zero));
        Assert.Equal(pauses == Brief ? NotifierPace.LongPause : TimeSpan.Zero, _pause);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1000, 5)]
    [InlineData(1400, 10)]
    [InlineData(1600, 100)]
    public void Long_pauses_in_which_less_than_half_comes_end_the_sooner_the_less(double eventsPerSecond, int trials)
    {
        RunToLongPauses(eventsPerSecond: 3000);

        Assert.Equal(trials * Trial, Pause(100 * Trial, eventsPerSecond, until: TimeSpan.Zero));
    }

    [Fact]
    public void One_bad_trial_does_not_end_pauses()
    {
        RunToLongPauses(eventsPerSecond: 3000);
        Pause(Trial, eventsPerSecond: 0, until: TimeSpan.Zero);

        Assert.Equal(100, Pause(100, eventsPerSecond: 3000, until: TimeSpan.Zero));
    }

    [Fact]
    public void One_brief_trial_better_than_the_others_does_not_end_pauses()
    {
        RunsToPause();
        Pause(Trial, eventsPerSecond: 9000, until: TimeSpan.Zero);
        Pause(Brief - Trial, eventsPerSecond: 3000, until: TimeSpan.Zero);

        Assert.Equal(100, Pause(100, eventsPerSecond: 3000, until: TimeSpan.Zero));
    }

    [Fact]
    public void Pauses_that_were_not_worth_it_are_tried_again_after_twice_as_long_up_to_a_bound()
    {
        List<int> lengths = [];
        for (var i = 0; i < 12; i++)
        {
            lengths.Add(RunsToPause());
            Pause(Trial, eventsPerSecond: 300, until: TimeSpan.Zero);
        }

        Assert.Equal([32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 32_768], lengths);
    }

    [Theory]
    [InlineData(29, 2 * Stretch)]
    [InlineData(30, Stretch)]
    public void Pauses_that_have_lasted_are_tried_again_soon(int trials, int stretch)
    {
        RunToLongPauses(eventsPerSecond: 3000);
        Pause(trials * Trial, eventsPerSecond: 3000, until: TimeSpan.Zero);
        Assert.Equal(3 * Trial, Pause(10 * Trial, eventsPerSecond: 0, until: TimeSpan.Zero));

        Assert.Equal(stretch, RunsToPause());
    }

    [Fact]
    public void A_rest_takes_back_that_pauses_were_not_worth_it_before()
    {
        RunsToPause();
        Pause(Trial, eventsPerSecond: 300, until: TimeSpan.Zero);
        Assert.False(PausesWithin((2 * Stretch) - 1, milliseconds: 0.1));

        Assert.False(PausesWithin(1, milliseconds: 51));
        Assert.Equal(Stretch - 1, RunsToPause());
    }

    [Fact]
    public void The_time_before_a_burst_does_not_count()
    {
        Assert.False(PausesWithin(Stretch / 2, milliseconds: 0.1));

        Assert.False(PausesWithin(1, milliseconds: 60_000));
        Assert.Equal(Stretch - 1, RunsToPause());
    }

    [Fact]
    public void What_comes_in_brief_pauses_is_measured_anew_now_and_then()
    {
        RunToLongPauses(eventsPerSecond: 3000);
        Assert.Equal(256 * Trial, Pause(2000, eventsPerSecond: 3000, until: NotifierPace.BriefPause));

        // Three times as many come in brief ones by now, and long ones that gather no more than before are not worth it any more.
        Pause(Brief, eventsPerSecond: 9000, until: TimeSpan.Zero);
        Assert.InRange(Pause(1000, eventsPerSecond: 3000, until: TimeSpan.Zero), Trial, 10 * Trial);
    }

    private void RunToLongPauses(double eventsPerSecond)
    {
        RunsToPause();
        Pause(Brief, eventsPerSecond, until: TimeSpan.Zero);
        Assert.Equal(NotifierPace.LongPause, _pause);
    }

    /// <summary>How many runs in close succession, with an event each, come before the first pause, and that one.</summary>
    private int RunsToPause()
    {
        for (var runs = 1; runs <= 40_000; runs++)
        {
            if (PausesWithin(1, milliseconds: 0.1))
                return runs;
        }

        throw new InvalidOperationException("It never pauses.");
    }

    /// <summary>Whether it pauses after one of some runs without a pause before.</summary>
    private bool PausesWithin(int runs, double milliseconds, int events = 1)
    {
        for (var i = 0; i < runs; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            if ((_pause = _pace.PauseAfter(events)) > TimeSpan.Zero)
                return true;
        }

        return false;
    }

    /// <summary>Pauses as long as it says, in which events come evenly.</summary>
    /// <returns>How many pauses there were until it said one of a length, or in all.</returns>
    private int Pause(int times, double eventsPerSecond, TimeSpan until)
    {
        var (due, told) = (0.0, 0L);
        for (var i = 1; i <= times; i++)
        {
            _time.Advance(_pause);
            due += eventsPerSecond * _pause.TotalSeconds;
            var events = (long)Math.Round(due) - told;
            told += events;
            _pause = _pace.PauseAfter(events);
            if (_pause == until)
                return i;
        }

        return times;
    }
}
