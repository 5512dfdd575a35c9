using Skein.Cli.Commands;

namespace Skein.Cli.Tests.Commands;

public sealed class LocalTimeTests
{
    [Theory]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31 13:45")]
    [InlineData("2026-01-31 13:45:10")]
    public void Date_is_taken_in_the_local_zone(string text) => Assert.Equal(
        new DateTimeOffset(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ToUnixTimeMilliseconds(),
        LocalTime.Parse(text, TimeProvider.System, "--started-begin"));

    [Fact]
    public void Leading_zeros_may_be_missing()
    {
        Assert.Equal(LocalTime.Parse("2026-01-05 09:05:07", TimeProvider.System, "--started-begin"), LocalTime.Parse("2026-1-5 9:5:7", TimeProvider.System, "--started-begin"));
        Assert.Equal(LocalTime.Parse("09:05", TimeProvider.System, "--started-begin"), LocalTime.Parse("9:05", TimeProvider.System, "--started-begin"));
    }

    [Fact]
    public void Clock_alone_is_of_today() => Assert.Equal(
        new DateTimeOffset(DateTime.Today.AddHours(13.75)).ToUnixTimeMilliseconds(), LocalTime.Parse("13:45", TimeProvider.System, "--started-begin"));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-13-01")]
    [InlineData("")]
    public void Other_text_is_refused_with_an_example(string text) =>
        Assert.Contains("13:45", Assert.Throws<InvalidInputException>(() => LocalTime.Parse(text, TimeProvider.System, "--started-begin")).Message);
}
