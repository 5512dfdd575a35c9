using System.Globalization;
using Skein.ApplicationMaster.Logging;

namespace Skein.ApplicationMaster.Tests.Logging;

public sealed class JavaDateFormatTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 13, 4, 5, 67, TimeSpan.FromHours(1));

    [Theory]
    [InlineData("", "2026-01-02 13:04:05,067")]
    [InlineData("ISO8601", "2026-01-02 13:04:05,067")]
    [InlineData("ABSOLUTE", "13:04:05,067")]
    [InlineData("DATE", "02 Jan 2026 13:04:05,067")]
    [InlineData("yy/MM/dd HH:mm:ss", "26/01/02 13:04:05")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss.SSSZ", "2026-01-02T13:04:05.067+01:00")]
    [InlineData("EEE, d MMMM h 'o''clock' a", "Fri, 2 January 1 o'clock PM")]
    [InlineData("d", "2")]
    [InlineData("''HH''", "'13'")]
    [InlineData("w\\HH", "w\\13")]
    [InlineData("'open", "open")]
    public void A_format_of_Java_writes_the_same_time(string format, string expected) =>
        Assert.Equal(expected, Time.ToString(JavaDateFormat.ToNet(format), CultureInfo.InvariantCulture));
}
