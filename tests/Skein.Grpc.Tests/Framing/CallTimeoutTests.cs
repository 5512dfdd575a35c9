namespace Skein.Grpc.Tests;

public sealed class CallTimeoutTests
{
    [Theory]
    [InlineData("5S", 5_000)]
    [InlineData("250m", 250)]
    [InlineData("1000u", 1)]
    [InlineData("2M", 120_000)]
    [InlineData("1H", 3_600_000)]
    [InlineData("1000000n", 1)]
    [InlineData("00000005S", 5_000)]
    public void Every_unit_is_understood(string text, int milliseconds)
    {
        Assert.True(CallTimeout.TryParse(text, out var timeout));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), timeout);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("5")]
    [InlineData("5s")]
    [InlineData(" 5S")]
    [InlineData("+5S")]
    [InlineData("-5S")]
    [InlineData("5.5S")]
    [InlineData("999999999S")]
    public void What_is_no_timeout_is_refused(string text) => Assert.False(CallTimeout.TryParse(text, out _));

    [Theory]
    [InlineData(0, "1n")]
    [InlineData(-5_000, "1n")]
    [InlineData(1, "1000u")]
    [InlineData(30_000, "30000000u")]
    [InlineData(100_000, "100000m")]
    [InlineData(200_000_000, "200000S")]
    public void The_finest_unit_that_fits_is_written(int milliseconds, string text) =>
        Assert.Equal(text, CallTimeout.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void The_longest_time_fits_eight_digits()
    {
        var text = CallTimeout.Format(TimeSpan.MaxValue);
        Assert.InRange(text.Length, 2, 9);
        Assert.True(CallTimeout.TryParse(text, out _));
        Assert.True(CallTimeout.TryParse("99999999H", out var longest));
        Assert.True(longest > TimeSpan.FromDays(4_000_000));
    }
}
