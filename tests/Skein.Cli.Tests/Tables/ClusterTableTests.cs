using System.Text.Json;
using Skein.Cli.Tables;
using Skein.Protocol;

namespace Skein.Cli.Tests.Tables;

public sealed class ClusterTableTests
{
    private static readonly Queue Apples = new()
    {
        Name = "apples", Capacity = 33.333f, MaxCapacity = 100, PercentUsed = 0, NodeLabels = { "gpu", "ssd" }, DefaultNodeLabel = "gpu",
    };

    private static readonly NodeReport Node = new()
    {
        Id = "a:8041",
        State = NodeState.Running,
        RackName = "/rack",
        HttpAddress = "a:8042",
        Labels = { "ssd" },
        TotalResources = new Resources { Memory = 4096, Vcores = 8, Custom = { new ResourceAmount { Name = "x", Value = 3 } } },
        UsedResources = new Resources { Memory = 512, Vcores = 1 },
    };

    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Fact]
    public void Queues_are_shown_in_percent()
    {
        QueueTable.Print([Apples], Context());
        Assert.Equal(
            "QUEUE     STATE      CAPACITY    MAX_CAPACITY    USED    LABELS\napples    RUNNING    33.3%       100%            0%      gpu,ssd\n",
            _output.ToString());
    }

    [Fact]
    public void Queues_are_written_as_JSON()
    {
        QueueTable.WriteJson([Apples], Context());
        var queue = Assert.Single(JsonDocument.Parse(_output.ToString()).RootElement.EnumerateArray());
        Assert.Equal(("apples", "RUNNING", "gpu"), (Text(queue, "name"), Text(queue, "state"), Text(queue, "default_node_label")));
        Assert.Equal(2, queue.GetProperty("node_labels").GetArrayLength());
    }

    [Fact]
    public void Nodes_are_shown_with_what_is_used_of_what_there_is()
    {
        NodeTable.Print([Node], Context());
        Assert.Equal(
            "NODE      STATE      RACK     MEMORY      VCORES    LABELS\na:8041    RUNNING    /rack    512/4096    1/8       ssd\n",
            _output.ToString());
    }

    [Fact]
    public void Nodes_are_written_as_JSON_with_all_of_their_resources()
    {
        NodeTable.WriteJson([Node], Context());
        var node = Assert.Single(JsonDocument.Parse(_output.ToString()).RootElement.EnumerateArray());
        Assert.Equal(("a:8041", "RUNNING", "a:8042"), (Text(node, "id"), Text(node, "state"), Text(node, "http_address")));
        Assert.Equal(3, node.GetProperty("total").GetProperty("custom").GetProperty("x").GetInt32());
        Assert.Equal(512, node.GetProperty("used").GetProperty("memory").GetInt32());
    }

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();

    private CommandContext Context() => new()
    {
        Output = _output,
        Error = TextWriter.Null,
        Input = () => Stream.Null,
        RawOutput = () => Stream.Null,
        Environment = static _ => null,
    };
}
