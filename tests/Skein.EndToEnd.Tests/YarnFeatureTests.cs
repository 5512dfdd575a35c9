using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>What YARN is told of an application beside its containers: priority, kind, time, runtime, logs.</summary>
[Collection(VariedClusterTests.Name)]
public sealed class YarnFeatureTests(VariedCluster cluster)
{
    [Fact]
    public async Task Priority_kind_tags_and_container_runtime_reach_the_cluster()
    {
        using var user = cluster.User();
        var submitted = await user.RunAsync("submit", user.Specification("""
            name: features
            priority: 12
            application_type: batch
            tags: [Nightly, etl]
            time_limit: 1h
            master: {resources: {memory: 64 MiB, vcores: 1}}
            services:
              one:
                resources: {memory: 64 MiB, vcores: 1}
                container: {image: "python:3.12", mounts: ["/data:/data:ro", "/b:/b:rw"], network: host}
                script: env | grep YARN_CONTAINER_RUNTIME | sort; exec sleep 600
            """));
        Assert.Equal("Note: priority: the cluster gives 10 instead of 12 (yarn.cluster.max-application-priority)", LastLine(submitted.Error));
        await using var application = new TestApplication(user, submitted.Successful().Text);
        var report = await application.StateAsync("RUNNING");
        Assert.Equal(10, report.GetProperty("priority").GetInt32());
        Assert.Equal(["etl", "nightly", "skein"], report.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).Order());
        Assert.Equal("batch", await cluster.ApplicationFieldAsync(application.Id, "applicationType"));
        var limits = JsonDocument.Parse(await cluster.GetAsync($"apps/{application.Id}/timeouts")).RootElement.ToString();
        Assert.Matches("\"type\":\"LIFETIME\",\"expiryTime\":\"20", limits);

        // Without Docker on the nodes the container is a process, and shows what Docker would have been told.
        Assert.Equal(
            """
            YARN_CONTAINER_RUNTIME_DOCKER_CONTAINER_NETWORK=host
            YARN_CONTAINER_RUNTIME_DOCKER_IMAGE=python:3.12
            YARN_CONTAINER_RUNTIME_DOCKER_MOUNTS=/data:/data:ro,/b:/b:rw
            YARN_CONTAINER_RUNTIME_TYPE=docker

            """,
            await application.OutputAsync(
                text => text.Contains("RUNTIME_TYPE"), "container", "logs", application.Id, "--id", "one_0", "--file", "one.log"));
    }

    [Fact]
    public async Task Log_files_are_brought_away_while_the_application_runs()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification("""
            logs: {rolled_include: '.*\.[0-9]+', rolled_exclude: 'secret.*'}
            master: {resources: {memory: 64 MiB, vcores: 1}}
            services:
              one:
                resources: {memory: 64 MiB, vcores: 1}
                script: |
                  echo rolled words > "${LOG_DIRS%%,*}/out.1"; echo hidden words > "${LOG_DIRS%%,*}/secret.1"
                  exec sleep 600
            """));
        await application.StateAsync("RUNNING");
        var hdfs = new WebHdfs(cluster.Configuration);
        var rolled = "";
        while (!rolled.Contains("rolled words"))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            foreach (var file in (await hdfs.FilesAsync("/tmp/logs/testuser")).Where(file => file.Contains(application.Id) && !file.EndsWith(".tmp")))
                rolled += await hdfs.ReadAsync(file);
        }

        Assert.DoesNotContain("hidden words", rolled);
        await application.StateAsync("RUNNING");
    }

    private static string LastLine(string text) => text.TrimEnd('\n').Split('\n')[^1];
}
