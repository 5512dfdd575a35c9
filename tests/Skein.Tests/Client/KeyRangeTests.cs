using Skein.Client;

namespace Skein.Tests.Client;

public sealed class KeyRangeTests
{
    // Each sorts close to a boundary of UTF-16: before, at and behind the surrogates, and at the last character of all.
    private static readonly string[] Keys =
    [
        "\u0001", "a", "a1", "a\uD7FF", "a\uD7FF1", "a\U00010000", "a\U0001FFFF", "a\U0001FFFF1", "a\U00020000", "a\U0010FFFF",
        "a\U0010FFFF1", "a\uE000", "a\uFFFF", "a\uFFFF1", "b", "\uD7FF", "\U0010FFFF", "\U0010FFFF1", "\uE000", "\uFFFF", "\uFFFF1",
    ];

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a\uD7FF")]
    [InlineData("a\uFFFF")]
    [InlineData("\uFFFF")]
    [InlineData("a\U0001FFFF")]
    [InlineData("a\U0010FFFF")]
    [InlineData("\U0010FFFF")]
    [InlineData("\U0010FFFF\uFFFF")]
    public void A_prefix_covers_its_keys_and_no_others(string prefix)
    {
        var range = KeyRange.WithPrefix(prefix);
        Assert.Equal(Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)), Keys.Where(key => Contains(range, key)));
    }

    [Fact]
    public void A_key_covers_itself_alone() =>
        Assert.Equal(["a"], Keys.Append("a\0").Where(key => Contains(KeyRange.Of("a"), key)));

    [Fact]
    public void All_covers_everything() => Assert.All(Keys, key => Assert.True(Contains(KeyRange.All, key)));

    private static bool Contains(KeyRange range, string key) =>
        string.CompareOrdinal(key, range.Start) >= 0 && (range.End.Length == 0 || string.CompareOrdinal(key, range.End) < 0);
}
