using Skein.LocalCluster.Nodes.Memory;
using Skein.LocalCluster.Nodes.Processes;

namespace Skein.LocalCluster.Tests.Nodes.Memory;

public sealed class MemoryUseTests
{
    private readonly MemoryUse _use = new(limit: 100);

    [Fact]
    public void Too_much_counts_when_it_lasts()
    {
        Assert.False(_use.IsExceededBy([Process(1, 150)]));
        Assert.True(_use.IsExceededBy([Process(1, 101)]));
    }

    [Fact]
    public void Twice_the_limit_counts_at_once() => Assert.True(_use.IsExceededBy([Process(1, 201)]));

    [Fact]
    public void A_process_that_starts_another_may_have_its_memory_twice_for_a_moment()
    {
        Assert.False(_use.IsExceededBy([Process(1, 90)]));
        Assert.False(_use.IsExceededBy([Process(1, 90), Process(2, 90)]));
        Assert.False(_use.IsExceededBy([Process(1, 90), Process(2, 5)]));
    }

    [Fact]
    public void A_number_that_is_used_anew_is_another_process()
    {
        Assert.False(_use.IsExceededBy([Process(1, 50, started: 1)]));
        Assert.False(_use.IsExceededBy([Process(1, 150, started: 2)]));
    }

    [Fact]
    public void The_exact_limit_may_be_used()
    {
        Assert.False(_use.IsExceededBy([Process(1, 100)]));
        Assert.False(_use.IsExceededBy([Process(1, 100)]));
    }

    private static ProcessEntry Process(int number, long resident, long started = 1) => new(number, "x", 1, 1, 1, started, 0, resident);
}
