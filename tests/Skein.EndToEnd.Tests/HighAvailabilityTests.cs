using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>Active NameNodes and ResourceManagers die, or stand down, under submissions and running applications.</summary>
[Collection(LongTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.TwoOfEachMaster)]
public sealed class HighAvailabilityTests(AvailableCluster available) : IClassFixture<AvailableCluster>
{
    // Each says so when it is told to end, which shows that it lived until then.
    private const string Waiters = """
        services:
          waiter:
            instances: 2
            resources: {memory: 64 MiB, vcores: 1}
            script: skein kv get current --key end --wait
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Application_outlives_the_active_masters_and_ends_with_all_of_its_containers()
    {
        var daemons = available.Cluster.Daemons;
        using var user = available.Cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(Waiters));
        var before = await RunningAsync(application, 2);
        (await user.RunAsync("kv", "put", application.Id, "--key", "color", "--value", "blue")).Successful();
        await using (await daemons.KillActiveAsync("rm"))
        await using (await daemons.KillActiveAsync("nn"))
        {
            await application.StateAsync("RUNNING");
            Assert.Equal(before, await RunningAsync(application, 2));
            Assert.Equal("blue", (await user.RunAsync("kv", "get", application.Id, "--key", "color")).Successful().Text);
            await ScaleAsync(user, application, 3);
        }

        await daemons.FailOverAsync("nn");
        await daemons.FailOverAsync("rm");
        await ScaleAsync(user, application, 4);
        (await user.RunAsync("kv", "put", application.Id, "--key", "end", "--value", "the end has come")).Successful();

        var report = await application.FinishedAsync();
        Assert.True("SUCCEEDED" == report.GetProperty("final_status").GetString(), report.ToString());
        var logs = await application.LogsAsync(text => Occurrences(text, "the end has come") >= 4);
        Assert.Equal(4, Occurrences(logs, "the end has come"));
        Assert.False(await new WebHdfs(available.Cluster.Configuration).ExistsAsync($"/user/{user.Name}/.skein/{application.Id}"));
    }

    [Fact]
    public async Task Application_is_submitted_while_the_ResourceManagers_change_roles()
    {
        using var user = available.Cluster.User();
        await using var victim = await available.Cluster.Daemons.KillActiveAsync("rm");
        await using var application = await TestApplication.SubmitAsync(user, user.Specification("""
            services:
              one:
                resources: {memory: 64 MiB, vcores: 1}
                script: echo one
            """));
        Assert.Equal("SUCCEEDED", (await application.FinishedAsync()).GetProperty("final_status").GetString());
    }

    [Fact]
    public async Task Upload_survives_the_death_of_the_active_NameNode()
    {
        using var user = available.Cluster.User();
        var hash = await LargeFile.WriteAsync(Path.Combine(user.Folder, "large.bin"));
        // The container reads the file through Hadoop's own client: it tells whether every byte has arrived.
        var specification = user.Specification($$"""
            services:
              reader:
                resources: {memory: 64 MiB, vcores: 1}
                files: {large: large.bin}
                script: echo '{{hash}}  large' | sha256sum --check
            """);
        var configuration = SiteCopy.With(available.Cluster.Configuration, user, ("dfs.blocksize", "16m"));
        using var submission = SkeinProcess.Start(RepositoryPaths.Binary, ["submit", specification, "--conf", configuration], user.Environment);
        var hdfs = new WebHdfs(available.Cluster.Configuration);
        while (!submission.HasExited && (await hdfs.FilesAsync($"/user/{user.Name}/.skein/cache/{hash}")).Count == 0)
            await Task.Yield();
        await using var victim = await available.Cluster.Daemons.KillActiveAsync("nn");
        Assert.False(submission.HasExited, "the upload was over before its NameNode could be killed");

        var id = (await SkeinProcess.FinishAsync(submission, Cancellation)).Successful().Text;
        await using var application = new TestApplication(user, id);
        var report = await application.FinishedAsync();
        Assert.True("SUCCEEDED" == report.GetProperty("final_status").GetString(), report.ToString());
    }

    private static async Task ScaleAsync(SkeinUser user, TestApplication application, int number)
    {
        (await user.RunAsync("container", "scale", application.Id, "--service", "waiter", "--number", $"{number}")).Successful();
        await RunningAsync(application, number);
    }

    private static async Task<IEnumerable<string>> RunningAsync(TestApplication application, int count) =>
        (await application.ContainersAsync(all => all.Count(c => c.State == "RUNNING") == count)).Select(c => c.Id);

    private static int Occurrences(string text, string words) => text.Split(words).Length - 1;
}
