using Skein.Specification;

namespace Skein.Tests.Specification;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("90", 90_000)]
    [InlineData("0.5", 500)]
    [InlineData("90s", 90_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1h 30m", 5_400_000)]
    [InlineData("2 h", 7_200_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("1m1ms", 60_001)]
    [InlineData("1.1s", 1_100)]
    [InlineData("0s", 0)]
    public void A_duration_is_numbers_with_units(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData(".5s")]
    [InlineData("1.2.3s")]
    [InlineData("s")]
    [InlineData("5 minutes")]
    [InlineData("5M")]
    [InlineData("30m1h")]
    [InlineData("1m1m")]
    [InlineData("1h30")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData("1e3")]
    [InlineData("1,5h")]
    [InlineData("inf")]
    [InlineData("1:30")]
    [InlineData("١s")]
    public void Anything_else_is_no_duration(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Fact]
    public void What_no_duration_can_hold_is_the_longest_one()
    {
        Assert.True(DurationText.TryParse(new string('9', 400) + "d", out var duration));
        Assert.Equal(TimeSpan.MaxValue, duration);
        Assert.True(DurationText.TryFromSeconds(double.NegativeInfinity, out duration));
        Assert.Equal(TimeSpan.MinValue, duration);
        Assert.False(DurationText.TryFromSeconds(double.NaN, out _));
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "1ms")]
    [InlineData(90_000, "1m30s")]
    [InlineData(5_400_000, "1h30m")]
    [InlineData(86_400_000, "1d")]
    [InlineData(93_784_005, "1d2h3m4s5ms")]
    [InlineData(-5_000, "-5s")]
    public void A_duration_is_shown_with_the_units_it_needs(long milliseconds, string text) =>
        Assert.Equal(text, DurationText.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData("time_limit: 90", 90)]
    [InlineData("time_limit: 1.5", 1.5)]
    [InlineData("time_limit: 2m", 120)]
    [InlineData("time_limit: '2'", 2)]
    public void A_specification_takes_numbers_and_text(string field, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Specifications.Read(Specifications.WithApplication(field)).TimeLimit);

    [Theory]
    [InlineData("time_limit: 5 minutes", "must be a duration, as 90s, 5m or 1h30m, not '5 minutes'")]
    [InlineData("time_limit: yes", "must be a duration, as 90s, 5m or 1h30m, not a boolean")]
    [InlineData("time_limit:", "must be a duration, as 90s, 5m or 1h30m, not nothing")]
    [InlineData("time_limit: .nan", "must be a duration, as 90s, 5m or 1h30m, not a number with a fraction")]
    [InlineData("time_limit: -1", "must be at least 0s, not -1s")]
    [InlineData("time_limit: 99999999999999999999", "must be at most 3650d")]
    [InlineData("time_limit: -99999999999999999999", "must be at least 0s, not -")]
    public void A_specification_explains_other_durations(string field, string message) => Assert.Contains(
        ": time_limit: " + message, Specifications.ErrorOf(Specifications.WithApplication(field)), StringComparison.Ordinal);
}
