using Skein.ApplicationMaster.Pages.Site;

namespace Skein.ApplicationMaster.Tests.Pages;

public sealed class PageTextTests
{
    [Theory]
    [InlineData(0, "0.0 MiB")]
    [InlineData(288, "288.0 MiB")]
    [InlineData(1023, "1023.0 MiB")]
    [InlineData(1024, "1.0 GiB")]
    [InlineData(1536, "1.5 GiB")]
    [InlineData(3L << 20, "3.0 TiB")]
    [InlineData(5000L << 20, "5000.0 TiB")]
    public void Memory_has_one_digit_behind_the_point(long mebibytes, string expected) => Assert.Equal(expected, PageText.Memory(mebibytes));

    [Theory]
    [InlineData(-1, "0s")]
    [InlineData(59.9, "59s")]
    [InlineData(60, "1m 0s")]
    [InlineData(3599, "59m 59s")]
    [InlineData(3600, "1h 0m")]
    [InlineData(108_300, "30h 5m")]
    public void Runtime_has_two_units(double seconds, string expected) => Assert.Equal(expected, PageText.Runtime(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(null, "N/A")]
    [InlineData(0f, "0.0%")]
    [InlineData(0.123f, "12.3%")]
    [InlineData(1f, "100.0%")]
    public void Progress_is_told_in_percent(float? progress, string expected) => Assert.Equal(expected, PageText.Progress(progress));
}
