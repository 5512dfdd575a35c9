using Skein.Cli.Packing;
using Skein.Packer;

namespace Skein.Cli.Tests.Packing;

public sealed class ProgressDisplayTests
{
    private readonly ManualTime _time = new();
    private readonly StringWriter _error = new();
    private int _width = 41;

    [Fact]
    public void It_is_drawn_ten_times_a_second_at_most_and_taken_away_at_the_end()
    {
        using (var display = new ProgressDisplay(Context("xterm")))
        {
            for (var i = 1; i <= 1000; i++)
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
                display.Report(new PackProgress(i, 1000, i, 1000, i, "a"));
            }
        }

        var drawings = _error.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(11, drawings.Length);
        Assert.Equal("[#---------]  10 %  100 B of 1.0 kB\e[K", drawings[0]);
        Assert.Equal("\e[K", drawings[^1]);
    }

    [Fact]
    public void What_ends_at_once_draws_nothing()
    {
        using (var display = new ProgressDisplay(Context("xterm")))
            display.Report(new PackProgress(1, 1, 1, 1, 1, "a"));
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public void Each_drawing_fits_the_terminal_of_its_moment()
    {
        using var display = new ProgressDisplay(Context("xterm"));
        foreach (var width in (int[])[120, 30, 4, 200])
        {
            _width = width;
            _time.Advance(TimeSpan.FromSeconds(2));
            _error.GetStringBuilder().Clear();
            display.Report(new PackProgress(1, 2, 1_000_000, 2_000_000, 1, new string('x', 300)));
            Assert.InRange(_error.ToString().Length - "\r\e[K".Length, 0, width - 1);
        }
    }

    [Theory]
    [InlineData("xterm-256color", true, true)]
    [InlineData("xterm", false, false)]
    [InlineData("dumb", true, false)]
    [InlineData("", true, false)]
    [InlineData(null, true, false)]
    public void Only_a_terminal_that_redraws_gets_one(string? terminal, bool isTerminal, bool expected) =>
        Assert.Equal(expected, ProgressDisplay.IsPossible(Context(terminal) with { IsTerminal = isTerminal }));

    private CommandContext Context(string? terminal) => new()
    {
        Output = TextWriter.Null,
        Error = _error,
        Input = static () => Stream.Null,
        RawOutput = static () => Stream.Null,
        Environment = name => name == "TERM" ? terminal : null,
        Time = _time,
        IsTerminal = true,
        TerminalWidth = () => _width,
    };
}
