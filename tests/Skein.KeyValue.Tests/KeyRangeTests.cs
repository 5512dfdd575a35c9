namespace Skein.KeyValue.Tests;

public sealed class KeyRangeTests
{
    [Theory]
    [InlineData("", "", "a", true)]
    [InlineData("\0", "", "", true)]
    [InlineData("", "b", "a", true)]
    [InlineData("", "b", "b", false)]
    [InlineData("b", "", "a", false)]
    [InlineData("b", "", "b", true)]
    [InlineData("b", "b", "b", false)]
    [InlineData("c", "a", "b", false)]
    [InlineData("b", "d", "c\uffff", true)]
    public void A_range_has_its_start_but_not_its_end_and_may_be_open(string start, string end, string key, bool contained) =>
        Assert.Equal(contained, new KeyRange(start, end).Contains(key));

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    [InlineData("a\0")]
    public void The_range_of_one_key_has_no_other(string key)
    {
        var range = KeyRange.Single(key);

        Assert.True(range.IsSingle);
        Assert.Equal(key, range.Start);
        Assert.True(range.Contains(key));
        Assert.False(range.Contains(key + "\0"));
        Assert.False(range.Contains(key + "a"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "b\0")]
    [InlineData("a", "aa")]
    [InlineData("\0", "\0\0")]
    public void Other_ranges_are_not_taken_for_that_of_one_key(string start, string end) =>
        Assert.False(new KeyRange(start, end).IsSingle);

    [Fact]
    public void Keys_are_ordered_by_code_units_and_not_by_code_points()
    {
        // U+1F600 is a pair of code units that begins with D83D, which is less than FFFD.
        Assert.True(new KeyRange("", "\ufffd").Contains("\U0001F600"));
        Assert.False(new KeyRange("\ufffd", "").Contains("\U0001F600"));
    }

    [Fact]
    public void The_default_range_holds_every_key()
    {
        Assert.True(KeyRange.All.Contains(""));
        Assert.True(KeyRange.All.Contains("\uffff\uffff"));
        Assert.Equal(KeyRange.All, new KeyRange("\0", ""));
    }
}
