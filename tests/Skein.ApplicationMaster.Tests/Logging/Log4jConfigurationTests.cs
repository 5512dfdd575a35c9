using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Logging;

namespace Skein.ApplicationMaster.Tests.Logging;

public sealed class Log4jConfigurationTests
{
    [Fact]
    public void Level_and_pattern_are_those_of_the_root_logger()
    {
        var read = Read("""
            # A usual file.
            log4j.rootLogger=WARN, console
            log4j.logger.org.apache=DEBUG
            log4j.appender.console=org.apache.log4j.ConsoleAppender
            log4j.appender.console.layout=org.apache.log4j.PatternLayout
            log4j.appender.console.layout.ConversionPattern=%p - %m%n
            """);
        Assert.Equal(LogLevel.Warning, read.Lowest);
        Assert.Equal("ERROR - text\n", Line(read));
    }

    [Theory]
    [InlineData("log4j.rootLogger=${skein.log.level}, console", LogLevel.Debug)]
    [InlineData("level=off\nlog4j.rootCategory=${level}", LogLevel.None)]
    [InlineData("log4j.rootLogger=fatal", LogLevel.Critical)]
    [InlineData("log4j.rootLogger=LOUD, console", LogLevel.Debug)]
    [InlineData("log4j.rootLogger=${unknown}", LogLevel.Debug)]
    [InlineData("log4j.rootLogger=${a\na=${a}", LogLevel.Debug)]
    [InlineData("a=${a}\nlog4j.rootLogger=${a}", LogLevel.Debug)]
    [InlineData("", LogLevel.Debug)]
    public void The_level_is_the_specifications_unless_the_file_names_one(string text, LogLevel expected) =>
        Assert.Equal(expected, Read(text).Lowest);

    [Fact]
    public void The_first_appender_with_a_pattern_counts() => Assert.Equal("<text>", Line(Read("""
        log4j.rootLogger=INFO, file, console, other
        log4j.appender.console.layout.ConversionPattern=<%m>
        log4j.appender.other.layout.ConversionPattern=[%m]
        """)));

    [Fact]
    public void Lines_look_as_usual_where_the_file_has_no_pattern() =>
        Assert.Equal("26/01/02 03:04:05 ERROR skein.ApplicationMaster: text\n", Line(Read("log4j.rootLogger=INFO, console")));

    private static Log4jConfiguration Read(string text) => Log4jConfiguration.Parse(text, LogLevel.Debug);

    private static string Line(Log4jConfiguration configuration) =>
        configuration.Pattern.Format(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), TimeSpan.Zero, LogLevel.Error, "text");
}
