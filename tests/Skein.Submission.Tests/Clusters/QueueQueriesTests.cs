using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;
using Skein.Submission.Clusters;

namespace Skein.Submission.Tests.Clusters;

public sealed class QueueQueriesTests
{
    private static readonly QueueInfoProto Fruit = new()
    {
        QueueName = "root.fruit",
        Capacity = 0.25f,
        MaximumCapacity = -1,
        CurrentCapacity = float.NaN,
        State = QueueStateProto.QDraining,
        ChildQueues =
        {
            new QueueInfoProto
            {
                QueueName = "root.fruit.apples",
                Capacity = 1.5f,
                MaximumCapacity = 0.5f,
                CurrentCapacity = 2,
                State = QueueStateProto.QRunning,
                AccessibleNodeLabels = { "ssd", "gpu" },
                DefaultNodeLabelExpression = "gpu",
            },
        },
    };

    private static readonly FakeResourceManager ResourceManager = new FakeResourceManager().Answer<GetQueueInfoRequestProto>(
        "getQueueInfo",
        request => request.QueueName switch
        {
            "root" => new GetQueueInfoResponseProto { QueueInfo = new QueueInfoProto { QueueName = "root", ChildQueues = { Fruit } } },
            "fruit" => new GetQueueInfoResponseProto { QueueInfo = Fruit },
            _ => new GetQueueInfoResponseProto(),
        });

    private readonly QueueQueries _queues = new(new ResourceManagerClient(ResourceManager));

    [Fact]
    public async Task Every_queue_but_the_root_is_listed_before_those_below_it() => Assert.Equal(
        ["fruit", "apples"], (await _queues.ListAsync(TestContext.Current.CancellationToken)).Select(queue => queue.Name));

    [Fact]
    public async Task Shares_become_percent_within_their_bounds()
    {
        var all = await _queues.ListAsync(TestContext.Current.CancellationToken);
        Assert.Equal((25, 100, 0), (all[0].Capacity, all[0].MaxCapacity, all[0].PercentUsed));
        Assert.Equal((100, 50, 200), (all[1].Capacity, all[1].MaxCapacity, all[1].PercentUsed));
    }

    [Fact]
    public async Task Draining_queue_counts_as_stopped()
    {
        var queue = await _queues.ReportAsync("fruit", TestContext.Current.CancellationToken);
        Assert.Equal(Queue.Types.State.Stopped, queue.State);
        Assert.Equal("", queue.DefaultNodeLabel);
    }

    [Fact]
    public async Task Children_come_with_their_labels()
    {
        var apples = Assert.Single(await _queues.ListChildrenAsync("fruit", TestContext.Current.CancellationToken));
        Assert.Equal(Queue.Types.State.Running, apples.State);
        Assert.Equal(["gpu", "ssd"], apples.NodeLabels);
        Assert.Equal("gpu", apples.DefaultNodeLabel);
    }

    [Fact]
    public async Task Unknown_queue_is_named()
    {
        var refused = await Assert.ThrowsAsync<InvalidSubmissionException>(
            () => _queues.ListChildrenAsync("vegetables", TestContext.Current.CancellationToken));
        Assert.StartsWith("Queue 'vegetables' does not exist", refused.Message);
    }
}
