using Microsoft.Extensions.Logging;
using Skein.Cli.Driver;

namespace Skein.Cli.Tests.Driver;

public sealed class JavaCommandLineTests
{
    private const string Main = "com.anaconda.skein.Driver --jar /skein.jar";

    [Theory]
    [InlineData($"-Dskein.log.level=INFO {Main}", LogLevel.Information, false, null, null)]
    [InlineData($"-Dskein.log.level=INFO -Djava.library.path=/native -Xmx1g -Dskein.log.level=debug {Main} --daemon", LogLevel.Debug, true, null, null)]
    [InlineData($"-Dskein.log.level=strange {Main}", LogLevel.Information, false, null, null)]
    [InlineData($"{Main} --keytab /k --principal alice --daemon", LogLevel.Information, true, "/k", "alice")]
    public void Driver_is_started_as_Python_says(string line, LogLevel level, bool isDaemon, string? keytab, string? principal)
    {
        var words = line.Split(' ');
        Assert.True(JavaCommandLine.IsMeant(words));
        Assert.Equal(
            new DriverOptions { LowestLevel = level, IsDaemon = isDaemon, Keytab = keytab, Principal = principal }, JavaCommandLine.Parse(words));
    }

    [Theory]
    [InlineData("com.anaconda.skein.Driver")]
    [InlineData("com.anaconda.skein.Driver --jar")]
    [InlineData($"{Main} --keytab /k")]
    [InlineData($"{Main} --principal alice")]
    [InlineData($"{Main} --verbose")]
    [InlineData($"{Main} more")]
    public void Wrong_arguments_start_nothing(string line) => Assert.Null(JavaCommandLine.Parse(line.Split(' ')));

    [Theory]
    [InlineData("-version")]
    [InlineData("-cp skein.jar com.anaconda.skein.ApplicationMaster")]
    public void Everything_else_is_for_Java(string line) => Assert.False(JavaCommandLine.IsMeant(line.Split(' ')));
}
