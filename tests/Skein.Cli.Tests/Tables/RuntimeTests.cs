using Skein.Cli.Tables;

namespace Skein.Cli.Tests.Tables;

public sealed class RuntimeTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_000_000_000_000);

    [Theory]
    [InlineData(59, "59s")]
    [InlineData(60, "1m")]
    [InlineData(659, "10m")]
    [InlineData(3600, "1h 0m")]
    [InlineData(108_000, "30h 0m")]
    [InlineData(111_540, "30h 59m")]
    public void Hours_show_minutes_and_nothing_shows_seconds_beside_them(long seconds, string text) =>
        Assert.Equal(text, Runtime.Format(1000, 1000 + (seconds * 1000), Now));

    [Fact]
    public void Running_thing_counts_to_the_present() =>
        Assert.Equal("5s", Runtime.Format(Now.ToUnixTimeMilliseconds() - 5_000, finish: 0, Now));

    [Fact]
    public void Thing_not_started_has_run_for_no_time() => Assert.Equal("0s", Runtime.Format(0, 0, Now));
}
