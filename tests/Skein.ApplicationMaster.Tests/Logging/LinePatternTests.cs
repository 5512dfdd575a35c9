using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Logging;

namespace Skein.ApplicationMaster.Tests.Logging;

public sealed class LinePatternTests
{
    [Theory]
    [InlineData("%d{HH:mm} %p %c: %m%n", "03:04 WARN skein.ApplicationMaster: it broke\n")]
    [InlineData("%d %m", "2026-01-02 03:04:05,000 it broke")]
    [InlineData("%c{1}|%c{2}|%c{9}", "ApplicationMaster|skein.ApplicationMaster|skein.ApplicationMaster")]
    [InlineData("[%-6p][%6p][%.3p][%-3.2c]", "[WARN  ][  WARN][ARN][er]")]
    [InlineData("%r ms", "1500 ms")]
    [InlineData("100%% %m", "100% it broke")]
    [InlineData("%x%X{user}%M(%F:%L) %m", "(:) it broke")]
    [InlineData("%q %", "%q %")]
    [InlineData("%99999999999p", "WARN")]
    [InlineData("%d{HH", "2026-01-02 03:04:05,000{HH")]
    [InlineData("", "")]
    public void A_line_looks_as_its_pattern_says(string pattern, string expected) => Assert.Equal(
        expected,
        LinePattern.Parse(pattern).Format(
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), TimeSpan.FromSeconds(1.5), LogLevel.Warning, "it broke"));
}
