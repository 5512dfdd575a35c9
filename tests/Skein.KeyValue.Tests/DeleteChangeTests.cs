using Skein.KeyValue.Changes;

namespace Skein.KeyValue.Tests;

public sealed class DeleteChangeTests
{
    [Theory]
    [InlineData("", "", "a b d")]
    [InlineData("b", "", "b d")]
    [InlineData("", "b", "a")]
    [InlineData("b", "c", "b")]
    [InlineData("c", "d", "")]
    [InlineData("d", "a", "")]
    [InlineData("e", "", "")]
    public void The_entries_within_a_range_are_cut_out(string start, string end, string keys)
    {
        var change = new DeleteChange([new("a", default), new("b", default), new("d", default)]);

        Assert.Equal(keys, string.Join(' ', change.Within(new KeyRange(start, end)).Select(static entry => entry.Key)));
        Assert.Equal("a", change.FirstKey);
        Assert.Equal("d", change.LastKey);
    }
}
