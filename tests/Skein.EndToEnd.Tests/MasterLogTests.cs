using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>The application master's own log, and which log files the cluster keeps.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class MasterLogTests(RealCluster cluster)
{
    private const string Service = """

        services:
          one:
            resources: {memory: 64 MiB, vcores: 1}
            script: |
              for directory in ${LOG_DIRS//,/ }; do echo words | tee "$directory/kept.txt" > "$directory/secret.txt"; done
        """;

    [Fact]
    public async Task Pattern_and_level_of_a_log4j_file_are_honoured()
    {
        using var user = cluster.User();
        await File.WriteAllTextAsync(
            Path.Combine(user.Folder, "log4j.properties"),
            """
            log4j.rootLogger=${skein.log.level}, screen
            log4j.appender.screen=org.apache.log4j.ConsoleAppender
            log4j.appender.screen.layout=org.apache.log4j.PatternLayout
            log4j.appender.screen.layout.ConversionPattern=<%p> %m%n
            """,
            TestContext.Current.CancellationToken);
        var log = await MasterLogAsync(user, "master: {log_config: log4j.properties, log_level: info}");
        Assert.Contains("<INFO> SUCCEEDED: one_0 - Completed successfully.\n", log);
        Assert.DoesNotContain("skein.ApplicationMaster", log);

        Assert.DoesNotContain("<INFO>", await MasterLogAsync(user, "master: {log_config: log4j.properties, log_level: warn}"));
    }

    [Fact]
    public async Task Log_level_holds_without_a_log4j_file_too()
    {
        using var user = cluster.User();
        Assert.Contains(" INFO skein.ApplicationMaster: SUCCEEDED: one_0", await MasterLogAsync(user, "master: {log_level: INFO}"));
        Assert.DoesNotContain(" INFO ", await MasterLogAsync(user, "master: {log_level: ERROR}"));
    }

    [Fact]
    public async Task Only_the_log_files_that_the_specification_includes_are_kept()
    {
        using var user = cluster.User();
        var logs = await LogsAsync(user, "logs: {include: '.*\\.(txt|log)', exclude: 'secret.*'}");
        Assert.Contains("LogType:kept.txt\n", logs);
        Assert.Contains("LogType:one.log\n", logs);
        Assert.DoesNotContain("secret.txt", logs);
        Assert.DoesNotContain("prelaunch.out", logs);
    }

    private static async Task<string> MasterLogAsync(SkeinUser user, string settings)
    {
        var logs = await LogsAsync(user, settings);
        var log = logs[logs.IndexOf("LogType:application.master.log", StringComparison.Ordinal)..];
        return log.Split("\nLogType:")[0];
    }

    private static async Task<string> LogsAsync(SkeinUser user, string settings)
    {
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(settings + Service));
        Assert.Equal("SUCCEEDED", (await application.FinishedAsync()).GetProperty("final_status").GetString());
        return await application.LogsAsync(text => text.Contains("kept.txt") && text.Contains("application.master.log"));
    }
}
