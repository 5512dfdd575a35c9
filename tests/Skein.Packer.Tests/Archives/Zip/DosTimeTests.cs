using Skein.Packer.Archives.Zip;

namespace Skein.Packer.Tests.Archives.Zip;

public sealed class DosTimeTests
{
    [Theory]
    [InlineData(1_600_000_001, 2020, 9, 13, 12, 26, 40)]
    [InlineData(315_532_800, 1980, 1, 1, 0, 0, 0)]
    // conda-pack fails on files from before 1980.
    [InlineData(0, 1980, 1, 1, 0, 0, 0)]
    [InlineData(-5, 1980, 1, 1, 0, 0, 0)]
    [InlineData(long.MaxValue, 2107, 12, 31, 23, 59, 58)]
    public void Times_are_in_UTC_by_two_seconds_and_the_nearest_possible(
        long seconds, int year, int month, int day, int hour, int minute, int second)
    {
        var (date, time) = DosTime.Of(seconds);
        Assert.Equal((year, month, day), ((date >> 9) + 1980, (date >> 5) & 15, date & 31));
        Assert.Equal((hour, minute, second), (time >> 11, (time >> 5) & 63, (time & 31) * 2));
    }
}
