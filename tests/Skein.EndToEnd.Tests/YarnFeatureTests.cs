using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>What YARN is told of an application beside its containers: priority, kind, time, runtime.</summary>
[Collection(VariedClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
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

    private static string LastLine(string text) => text.TrimEnd('\n').Split('\n')[^1];
}
