using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>Application masters that die.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class AttemptTests(RealCluster cluster)
{
    private const string Sleeper = """
        services:
          sleeper:
            resources: {memory: 64 MiB, vcores: 1}
            script: exec sleep 600
        """;

    [Fact]
    public async Task Next_attempt_starts_over_when_the_application_master_is_killed()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(
            user, user.Specification("""
                max_attempts: 2
                services:
                  sleeper:
                    instances: 2
                    resources: {memory: 64 MiB, vcores: 1}
                    script: exec sleep 600
                """));
        await application.ContainersAsync(all => all.Count(c => c.State == "RUNNING") == 2);
        (await user.RunAsync("kv", "put", application.Id, "--key", "seen", "--value", "yes")).Successful();
        using var watch = SkeinProcess.Start(RepositoryPaths.Binary, ["kv", "watch", application.Id, "--since", "1"], user.Environment);
        // Who had not reached the first attempt when it ended would wait at the second.
        Assert.NotNull(await watch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        var first = (await application.StateAsync("RUNNING")).GetProperty("port").GetInt32();
        ContainerProcesses.KillApplicationMaster(application.Id);

        var cut = await SkeinProcess.FinishAsync(watch, TestContext.Current.CancellationToken);
        Assert.Equal(1, cut.ExitCode);
        Assert.Matches("^Error: [^\n]+\n$", cut.Error);
        // Until its node tells of the end, YARN goes on naming the address of the first attempt, where nobody listens.
        await application.ReportAsync(report => report.GetProperty("port").GetInt32() != first, "other attempt");
        await application.ContainersAsync(all => all.Count(c => c.State == "RUNNING") == 2);
        (await user.RunAsync("application", "shutdown", application.Id)).Successful();
        Assert.Equal("SUCCEEDED", (await application.FinishedAsync()).GetProperty("final_status").GetString());
        Assert.False(await cluster.IsStagedAsync(user, application.Id));
    }

    [Fact]
    public async Task What_a_killed_master_left_staged_goes_with_the_next_submission()
    {
        using var user = cluster.User();
        await using var killed = await TestApplication.SubmitAsync(user, user.Specification(Sleeper));
        await killed.ContainersAsync(all => all.Any(c => c.State == "RUNNING"));
        ContainerProcesses.KillApplicationMaster(killed.Id);
        await killed.FinishedAsync();
        Assert.True(await cluster.IsStagedAsync(user, killed.Id));

        await using var next = await TestApplication.SubmitAsync(user, user.Specification(Sleeper));
        Assert.False(await cluster.IsStagedAsync(user, killed.Id));
        Assert.True(await cluster.IsStagedAsync(user, next.Id));
    }
}
