using Skein.Hadoop.Tests.Rpc;
using Skein.KeyValue.Watching;

namespace Skein.KeyValue.Tests.Watching;

public sealed class NotifierPaceTests
{
    private const int Stretch = 64;
    private const int Trial = 4;
    private const int Lasting = 33 * Trial;

    private readonly ManualTimeProvider _time = new();
    private readonly NotifierPace _pace;

    public NotifierPaceTests() => _pace = new NotifierPace(_time);

    [Fact]
    public void Signals_that_come_now_and_then_are_never_held_back() => Assert.Equal(0, Run(10 * Stretch, milliseconds: 1));

    [Fact]
    public void A_few_in_close_succession_are_not_held_back() => Assert.Equal(0, Run(Stretch - 1, milliseconds: 0.1));

    [Fact]
    public void Runs_that_found_nothing_new_do_not_count()
    {
        Assert.Equal(0, Run(10 * Stretch, milliseconds: 0.001, events: 0));
        Assert.Equal(Stretch, RunToPause());
    }

    [Fact]
    public void After_a_stretch_in_close_succession_they_are_gathered_for_as_long_as_as_many_come()
    {
        Run(Stretch - 1, milliseconds: 0.1);

        Assert.Equal(1, Run(1, milliseconds: 0.1));
        Assert.Equal(100, Run(100, milliseconds: 1.1, events: 10));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 7)]
    public void Pauses_in_which_fewer_come_than_without_end_the_sooner_the_fewer(int eventsOfTen, int trials)
    {
        Run(Stretch, milliseconds: 0.1);

        Assert.Equal((trials * Trial) - 1, Run(trials * Trial, milliseconds: 1, eventsOfTen));
    }

    [Fact]
    public void One_bad_trial_does_not_end_pauses()
    {
        Run(Stretch, milliseconds: 0.1);
        Run(Trial, milliseconds: 1, events: 2);

        Assert.Equal(100, Run(100, milliseconds: 1, events: 10));
    }

    [Fact]
    public void One_stretch_faster_than_the_others_does_not_end_pauses()
    {
        RunToPause();
        Run(Lasting, milliseconds: 1, events: 10);
        Run(Trial, milliseconds: 1, events: 0);
        Assert.Equal(1, Run(Stretch, milliseconds: 0.05));

        Assert.Equal(100, Run(100, milliseconds: 1, events: 11));
    }

    [Fact]
    public void Pauses_that_were_not_worth_it_are_tried_again_after_twice_as_long_up_to_a_bound()
    {
        var lengths = new List<int>();
        for (var i = 0; i < 10; i++)
        {
            lengths.Add(RunToPause());
            Run(Trial, milliseconds: 1);
        }

        Assert.Equal([64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 16_384], lengths);
    }

    [Fact]
    public void Pauses_that_have_lasted_are_tried_again_soon()
    {
        for (var i = 0; i < 3; i++)
        {
            RunToPause();
            Run(i == 2 ? Lasting : Trial, milliseconds: 1, events: i == 2 ? 10 : 1);
        }

        Run(Trial, milliseconds: 1, events: 0);
        Assert.Equal(Stretch, RunToPause());
    }

    [Fact]
    public void The_end_of_a_burst_does_not_count_against_pauses()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Stretch, RunToPause());
            Run(5 * Trial, milliseconds: 1, events: 10);
            Run(Trial, milliseconds: 1, events: 0);
        }
    }

    [Fact]
    public void A_burst_takes_back_that_pauses_were_not_worth_it_before()
    {
        RunToPause();
        Run(Trial, milliseconds: 1);
        Assert.Equal(2 * Stretch, RunToPause());
        Run(5 * Trial, milliseconds: 1, events: 10);
        Run(Trial, milliseconds: 1, events: 0);

        Assert.Equal(Stretch, RunToPause());
    }

    [Fact]
    public void What_comes_without_pauses_is_measured_anew_now_and_then()
    {
        RunToPause();
        Assert.Equal(1023, Run(1024, milliseconds: 1, events: 8));

        // Twice as many come without pauses by now, and pauses that gather no more than before are not worth it any more.
        Assert.Equal(1, Run(Stretch, milliseconds: 0.05));
        Assert.Equal((5 * Trial) - 1, Run(5 * Trial, milliseconds: 1, events: 8));
    }

    /// <summary>How many runs in close succession come before the first pause.</summary>
    private int RunToPause()
    {
        for (var runs = 1; runs <= 20_000; runs++)
        {
            if (Run(1, milliseconds: 0.1) > 0)
                return runs;
        }

        throw new InvalidOperationException("It never pauses.");
    }

    /// <summary>How many of some runs are followed by a pause.</summary>
    private int Run(int runs, double milliseconds, int events = 1)
    {
        var pauses = 0;
        for (var i = 0; i < runs; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            pauses += _pace.IsToPause(events) ? 1 : 0;
        }

        return pauses;
    }
}
