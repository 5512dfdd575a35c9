using System.Diagnostics;
using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>
/// Daemons of Hadoop die under a submission and under a running application. What a test kills it starts again. The embedded cluster is one
/// process, and ends its applications with itself.
/// </summary>
[Collection(ClusterTests.Name)]
public sealed class FaultTests(RealCluster cluster)
{
    private const string Home = "/user/testuser/.skein";

    private const string Sleepers = """
        services:
          sleeper:
            instances: 2
            resources: {memory: 64 MiB, vcores: 1}
            script: exec sleep 600
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task Upload_survives_the_death_of_a_DataNode(int replication)
    {
        var daemons = cluster.Daemons;
        using var user = cluster.User();
        var hash = await LargeFile.WriteAsync(Path.Combine(user.Folder, "large.bin"));
        // The container reads the file through Hadoop's own client: it tells whether every byte has arrived.
        var specification = user.Specification($$"""
            services:
              reader:
                resources: {memory: 64 MiB, vcores: 1}
                files: {large: large.bin}
                script: echo '{{hash}}  large' | sha256sum --check
            """);
        var configuration = cluster.ConfigurationWith(user, ("dfs.replication", $"{replication}"));
        using var submission = SkeinProcess.Start(
            RepositoryPaths.Binary, ["submit", specification, "--conf", configuration], user.Environment);
        var hdfs = new WebHdfs(cluster.Configuration);
        while (!submission.HasExited && (await hdfs.FilesAsync($"{Home}/cache/{hash}")).Count == 0)
            await Task.Yield();
        await using var victim = await daemons.KillAsync("dn2");
        Assert.False(submission.HasExited, "the upload was over before its DataNode could be killed");

        var id = (await SkeinProcess.FinishAsync(submission, Cancellation)).Successful().Text;
        Assert.DoesNotContain(await hdfs.FilesAsync($"{Home}/cache"), file => file.EndsWith(".tmp", StringComparison.Ordinal));
        await victim.StartAsync();
        await using var application = new TestApplication(user, id);
        var report = await application.FinishedAsync();
        Assert.True("SUCCEEDED" == report.GetProperty("final_status").GetString(), report.ToString());
    }

    [Fact]
    public async Task Application_goes_on_when_the_ResourceManager_restarts()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(Sleepers));
        var before = await RunningAsync(application, 2);
        await using (await cluster.Daemons.KillAsync("rm"))
        {
        }

        await application.StateAsync("RUNNING");
        Assert.Equal(before, await RunningAsync(application, 2));
        // A new container shows that the application master has found its way back to the scheduler.
        (await user.RunAsync("container", "scale", application.Id, "--service", "sleeper", "--number", "3")).Successful();
        await RunningAsync(application, 3);
        (await user.RunAsync("application", "shutdown", application.Id)).Successful();
        Assert.Equal("SUCCEEDED", (await application.FinishedAsync()).GetProperty("final_status").GetString());
    }

    private static async Task<IEnumerable<string>> RunningAsync(TestApplication application, int count) =>
        (await application.ContainersAsync(all => all.Count(c => c.State == "RUNNING") == count)).Select(c => c.Id);
}
