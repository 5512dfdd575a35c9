using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Tests.Applications;

public sealed class QueueDefinitionTests
{
    [Fact]
    public void Queues_are_read_with_their_paths_and_shares()
    {
        var queues = QueueDefinition.ParseAll(["default=70", "fruit.apples=30"]);
        Assert.Equal([("default", "root.default", 0.7f), ("apples", "root.fruit.apples", 0.3f)], queues.Select(queue => (queue.Name, queue.Path, queue.Capacity)));
    }

    [Theory]
    [InlineData("'default' is no queue", "default")]
    [InlineData("'a..b=100' is no queue", "a..b=100")]
    [InlineData("'a=x' is no queue", "a=x")]
    [InlineData("'a=101' is no queue", "a=101")]
    [InlineData("add up to 90 percent", "a=40", "b=50")]
    [InlineData("two queues 'a'", "x.a=50", "y.a=50")]
    [InlineData("'root.a' has queues below it", "a=50", "a.b=50")]
    public void What_is_no_tree_of_queues_is_told(string reason, params string[] texts) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => QueueDefinition.ParseAll(texts)).Message);
}
