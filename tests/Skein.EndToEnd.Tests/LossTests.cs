using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>Containers that the cluster loses or takes away: replaced, and not counted as failures.</summary>
[Collection(VariedClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class LossTests(VariedCluster cluster)
{
    [Fact]
    public async Task Containers_of_a_lost_node_are_replaced_on_another_one()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification($$"""
            master:
              resources: {memory: 64 MiB, vcores: 1}
            services:
              worker:
                instances: 2
                resources: {memory: 64 MiB, vcores: 1}
                placement: {max_per_node: 2}
                script: skein kv get current --key stop --wait
              guest:
                resources: {memory: 64 MiB, vcores: 1}
                nodes: ["{{cluster.SecondHost}}"]
                relax_locality: true
                script: skein kv get current --key stop --wait
            """));
        var master = (await application.StateAsync("RUNNING")).GetProperty("host").GetString();
        var before = await application.PlacedAsync(all => all.Count(c => c.State == "RUNNING") == 3);
        // The one without the application master, whose end would be another story.
        var lost = master == cluster.FirstHost ? cluster.SecondHost : cluster.FirstHost;
        var losses = before.Count(c => c.Host == lost);
        if (losses == 0)
        {
            (await user.RunAsync("container", "scale", application.Id, "-s", "guest", "-n", "4")).Successful();
            before = await application.PlacedAsync(all => all.Count(c => c.State == "RUNNING") == 6);
            losses = before.Count(c => c.Host == lost);
        }

        Assert.True(losses > 0, "no container is on the node that is to be lost");
        await using (await cluster.LoseNodeAsync(lost))
        {
            var after = await application.PlacedAsync(all =>
                all.Count(c => c.IsLost) == losses && all.Count(c => c.State == "RUNNING") == before.Count);
            Assert.All(after.Where(c => c.State == "RUNNING"), c => Assert.NotEqual(lost, c.Host));
            (await user.RunAsync("kv", "put", application.Id, "--key", "stop", "--value", "")).Successful();
            // With no restart allowed, one counted failure would have been the end.
            Assert.Equal("SUCCEEDED", (await application.FinishedAsync()).GetProperty("final_status").GetString());
        }
    }

    [Fact]
    public async Task Preempted_containers_are_asked_for_again_and_not_counted()
    {
        using var user = cluster.User();
        await using var greedy = await TestApplication.SubmitAsync(user, user.Specification("""
            master: {resources: {memory: 64 MiB, vcores: 1}}
            services:
              greedy:
                instances: 7
                resources: {memory: 512 MiB, vcores: 1}
                script: exec sleep 600
            """));
        await greedy.PlacedAsync(all => all.Count(c => c.State == "RUNNING") == 7);
        await using var entitled = await TestApplication.SubmitAsync(user, user.Specification("""
            queue: apples
            master: {resources: {memory: 64 MiB, vcores: 1}}
            services:
              entitled:
                resources: {memory: 512 MiB, vcores: 1}
                script: exec sleep 600
            """));
        await entitled.PlacedAsync(all => all.Any(c => c.State == "RUNNING"));
        var left = await greedy.PlacedAsync(all => all.Any(c => c.IsLost));
        Assert.Equal(7, left.Count(c => c.State is "RUNNING" or "REQUESTED" or "WAITING"));

        (await user.RunAsync("application", "shutdown", entitled.Id)).Successful();
        await greedy.PlacedAsync(all => all.Count(c => c.State == "RUNNING") == 7);
    }
}
