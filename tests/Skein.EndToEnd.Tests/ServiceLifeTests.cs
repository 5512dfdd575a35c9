using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>What services say of when their containers start, are ready, start again, and end.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class ServiceLifeTests(RealCluster cluster)
{
    [Fact]
    public async Task Dependents_wait_for_readiness_and_a_container_has_time_to_end()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(
            """
            name: life
            services:
              server:
                resources: {memory: 64 MiB, vcores: 1}
                ready: {key: 'server.{instance}'}
                stop_grace: 1m
                script: |
                  trap 'sleep 1; echo cleaned up; exit 0' TERM
                  skein kv get current --key go --wait
                  skein kv put current --key server.0 --value up
                  while true; do sleep 0.1; done
              client:
                resources: {memory: 64 MiB, vcores: 1}
                depends: [server]
                script: exec sleep 600
            """));
        var blocked = await application.ContainersAsync(all => all.Any(c => c is { Id: "server_0", State: "RUNNING" }));
        Assert.Equal("WAITING", blocked.Single(c => c.Id == "client_0").State);

        (await user.RunAsync("kv", "put", application.Id, "--key", "go", "--value", "")).Successful();
        await application.ContainersAsync(all => all.Any(c => c is { Id: "client_0", State: "RUNNING" }));
        (await user.RunAsync("container", "kill", application.Id, "--id", "server_0")).Successful();
        await application.OutputAsync(
            text => text.Contains("cleaned up"), "container", "logs", application.Id, "--id", "server_0", "--file", "server.log");
    }

    [Fact]
    public async Task Dependents_wait_until_a_page_answers_well()
    {
        using var user = cluster.User();
        var port = Ports.Unused();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification($$"""
            services:
              server:
                resources: {memory: 64 MiB, vcores: 1}
                ready:
                  http: {port: {{port}}, path: /health}
                  period: 200ms
                script: |
                  python3 -u -m http.server {{port}} --bind 127.0.0.1 &
                  skein kv get current --key go --wait
                  echo well > health
                  wait
              client:
                resources: {memory: 64 MiB, vcores: 1}
                depends: [server]
                script: exec sleep 600
            """));
        // The page answers, with 404, before it answers well.
        await application.OutputAsync(
            text => text.Contains("\"GET /health HTTP/1.1\" 404"), "container", "logs", application.Id, "--id", "server_0", "--file", "server.log");
        var blocked = await application.ContainersAsync(all => all.Any(c => c is { Id: "server_0", State: "RUNNING" }));
        Assert.Equal("WAITING", blocked.Single(c => c.Id == "client_0").State);
        (await user.RunAsync("kv", "put", application.Id, "--key", "go", "--value", "")).Successful();
        await application.ContainersAsync(all => all.Any(c => c is { Id: "client_0", State: "RUNNING" }));
    }

    [Fact]
    public async Task Failed_containers_start_again_after_a_pause_and_long_ones_are_ended()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(
            """
            name: pauses
            services:
              flaky:
                resources: {memory: 64 MiB, vcores: 1}
                max_restarts: 1
                allow_failures: true
                restart: {backoff: 3s}
                script: exit 3
              slow:
                resources: {memory: 64 MiB, vcores: 1}
                time_limit: 2s
                script: exec sleep 600
            """));
        await application.FinishedAsync();
        var status = (await user.RunAsync("status", application.Id, "--json")).Successful().Output;
        Assert.Contains("FAILED", status);
        var log = await application.OutputAsync(text => text.Contains("Exceeded its time limit of 2s."), "logs", application.Id);
        Assert.Contains("flaky_1 - held back for 3s", log);
    }
}
