using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Logging;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Tests.Logging;

public sealed class LineLoggerTests
{
    private readonly StringWriter _output = new();

    [Fact]
    public void A_line_names_time_level_and_program()
    {
        Logger(LogLevel.Information).Registered("root.default");
        Assert.Equal("26/01/02 03:04:05 INFO skein.ApplicationMaster: Registered with the ResourceManager in queue root.default\n", _output.ToString());
    }

    [Fact]
    public void Lines_below_the_level_are_not_written()
    {
        Logger(LogLevel.Warning).Registered("q");
        Logger(LogLevel.None).Failed(new InvalidOperationException("x"));
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void A_pattern_decides_how_lines_look()
    {
        new LineLogger(_output, LogLevel.Information, new ManualClock(), LinePattern.Parse("%p %m;")).TokenRenewed();
        Assert.Equal("INFO Renewed application master token received;", _output.ToString());
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel.Http2", LogLevel.Trace, false, true)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel.Http2", LogLevel.Error, false, false)]
    [InlineData("Skein.Grpc.GrpcServer", LogLevel.Information, true, true)]
    public void The_web_server_is_heard_from_warnings_on(string category, LogLevel lowest, bool information, bool warnings)
    {
        var logger = Logger(lowest).CreateLogger(category);
        Assert.Equal(information, logger.IsEnabled(LogLevel.Information));
        Assert.Equal(warnings, logger.IsEnabled(LogLevel.Warning));
    }

    [Fact]
    public void A_containers_end_is_told_with_its_state()
    {
        Logger(LogLevel.Information).ContainerChanged(new ApplicationEffect.ContainerChanged("a", 3, ContainerState.Failed, false, "It broke."));
        Logger(LogLevel.Information).ContainerChanged(new ApplicationEffect.ContainerChanged("a", 4, ContainerState.Requested, true, ""));
        Assert.Equal(
            "26/01/02 03:04:05 WARN skein.ApplicationMaster: FAILED: a_3 - It broke.\n"
                + "26/01/02 03:04:05 INFO skein.ApplicationMaster: REQUESTED: a_4\n",
            _output.ToString());
    }

    [Fact]
    public void A_failure_carries_its_trace()
    {
        Logger(LogLevel.Information).Failed(new InvalidOperationException("reason"));
        Assert.Contains("ERROR skein.ApplicationMaster: Application master failed\nSystem.InvalidOperationException: reason", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Log.Types.Level.Info, LogLevel.Information)]
    [InlineData(Log.Types.Level.All, LogLevel.Trace)]
    [InlineData(Log.Types.Level.Fatal, LogLevel.Critical)]
    [InlineData(Log.Types.Level.Off, LogLevel.None)]
    [InlineData((Log.Types.Level)99, LogLevel.Information)]
    public void Levels_of_the_specification_are_known(Log.Types.Level level, LogLevel expected) =>
        Assert.Equal(expected, LogLevels.From(level));

    private LineLogger Logger(LogLevel lowest)
    {
        _output.NewLine = "\n";
        return new LineLogger(_output, lowest, new ManualClock());
    }
}
