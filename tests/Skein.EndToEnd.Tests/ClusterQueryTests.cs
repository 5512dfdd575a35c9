using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>What the cluster itself is asked for.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class ClusterQueryTests(RealCluster cluster)
{
    [Fact]
    public async Task Queues_are_listed_with_their_capacity()
    {
        using var user = cluster.User();
        var table = (await user.RunAsync("queue", "ls")).Successful().Output;
        Assert.StartsWith("QUEUE      STATE      CAPACITY    MAX_CAPACITY    USED", table);
        Assert.Matches("(?m)^default    RUNNING    70%         100% ", table);

        var queues = JsonDocument.Parse((await user.RunAsync("queue", "ls", "--json")).Successful().Output).RootElement.EnumerateArray().ToList();
        var names = queues.ConvertAll(queue => queue.GetProperty("name").GetString()!);
        Assert.Equal(["apples", "bananas", "default", "fruit", "oranges"], names.Order());
        Assert.True(names.IndexOf("fruit") < names.IndexOf("apples"));
    }

    [Fact]
    public async Task Nodes_are_listed_and_filtered_by_state()
    {
        using var user = cluster.User();
        Assert.Matches(
            "^NODE +STATE +RACK +MEMORY +VCORES +LABELS\n\\S+:[0-9]+ +RUNNING +/default-rack +[0-9]+/[0-9]+ +[0-9]+/[0-9]+\n",
            (await user.RunAsync("node", "ls", "--state", "running")).Successful().Output);
        Assert.Equal("[]\n", (await user.RunAsync("node", "ls", "--state", "rebooted", "--json")).Successful().Output);
        var node = JsonDocument.Parse((await user.RunAsync("node", "ls", "--json")).Successful().Output).RootElement[0];
        Assert.True(node.GetProperty("total").GetProperty("memory").GetInt32() > 0);
    }
}
