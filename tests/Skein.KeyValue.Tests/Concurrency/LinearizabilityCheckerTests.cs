namespace Skein.KeyValue.Tests.Concurrency;

public sealed class LinearizabilityCheckerTests
{
    [Fact]
    public void Calls_one_after_the_other_must_return_what_they_would_alone()
    {
        Assert.True(LinearizabilityChecker.IsLinearizable([Write(1, 2, 7), Read(3, 4, 7)], 0));
        Assert.False(LinearizabilityChecker.IsLinearizable([Write(1, 2, 7), Read(3, 4, 0)], 0));
    }

    [Fact]
    public void Calls_that_overlap_may_take_effect_in_either_order()
    {
        Assert.True(LinearizabilityChecker.IsLinearizable([Write(1, 4, 7), Read(2, 3, 7)], 0));
        Assert.True(LinearizabilityChecker.IsLinearizable([Write(1, 4, 7), Read(2, 3, 0)], 0));
        Assert.False(LinearizabilityChecker.IsLinearizable([Write(1, 4, 7), Read(2, 3, 8)], 0));
    }

    [Fact]
    public void A_later_read_may_not_see_less_than_an_earlier_one()
    {
        Assert.False(LinearizabilityChecker.IsLinearizable([Write(1, 6, 7), Read(2, 3, 7), Read(4, 5, 0)], 0));
    }

    [Fact]
    public void A_lost_update_is_found()
    {
        Assert.False(LinearizabilityChecker.IsLinearizable([Add(1, 4, before: 0), Add(2, 3, before: 0), Read(5, 6, 1)], 0));
        Assert.True(LinearizabilityChecker.IsLinearizable([Add(1, 4, before: 1), Add(2, 3, before: 0), Read(5, 6, 2)], 0));
    }

    private static RecordedCall<int> Write(int start, int end, int value) => new(start, end, _ => value, $"write {value}");

    private static RecordedCall<int> Read(int start, int end, int value) =>
        new(start, end, state => state == value ? state : null, $"read {value}");

    private static RecordedCall<int> Add(int start, int end, int before) =>
        new(start, end, state => state == before ? state + 1 : null, $"add to {before}");
}
