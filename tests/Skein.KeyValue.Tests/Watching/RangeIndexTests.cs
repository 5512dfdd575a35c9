using Skein.KeyValue.Watching;

namespace Skein.KeyValue.Tests.Watching;

public sealed class RangeIndexTests
{
    private const string Letters = "abcdefgh";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_found_is_what_looking_at_every_range_finds(int seed)
    {
        var random = new Random(seed);
        var index = new RangeIndex<string>();
        var ranges = new Dictionary<int, KeyRange>();
        for (var id = 0; id < 300; id++)
        {
            var range = new KeyRange(Key(random), Key(random));
            ranges.Add(id, range);
            index = index.With(range, id, $"{id}");
            if (random.Next(3) == 0)
            {
                var gone = random.Next(id + 1);
                if (ranges.Remove(gone, out var removed))
                    index = index.Without(removed, gone);
            }

            var (first, last) = (Key(random), Key(random));
            if (string.CompareOrdinal(first, last) > 0)
                (first, last) = (last, first);
            Assert.Equal(
                ranges.Where(entry => Touches(entry.Value, first, last)).Select(static entry => $"{entry.Key}").Order(),
                Find(index, first, last).Order());
            Assert.Equal(
                ranges.Where(entry => entry.Value.Contains(first)).Select(static entry => $"{entry.Key}").Order(),
                Find(index, first, first).Order());
        }
    }

    [Fact]
    public void A_search_ends_once_it_has_found_more_than_it_is_to()
    {
        var index = new RangeIndex<string>();
        for (var id = 0; id < 100; id++)
            index = index.With(KeyRange.Single("a"), id, $"{id}");
        var found = new List<string> { "before" };

        index.Find("a", "a", found, most: 5);

        Assert.Equal(6, found.Count);
    }

    [Fact]
    public void An_index_stays_as_it_was()
    {
        var one = new RangeIndex<string>().With(KeyRange.All, 0, "0");
        var two = one.With(KeyRange.Single("a"), 1, "1");
        var other = two.Without(KeyRange.All, 0);

        Assert.Equal(["0"], Find(one, "a", "a"));
        Assert.Equal(["0", "1"], Find(two, "a", "a"));
        Assert.Equal(["1"], Find(other, "a", "a"));
        Assert.Empty(Find(new RangeIndex<string>(), "a", "a"));
    }

    [Fact]
    public void Ranges_of_the_same_keys_are_told_apart_by_their_numbers()
    {
        var index = new RangeIndex<string>();
        for (var id = 0; id < 1000; id++)
            index = index.With(KeyRange.Single("a"), id, $"{id}");
        for (var id = 0; id < 1000; id += 2)
            index = index.Without(KeyRange.Single("a"), id);

        Assert.Equal(Enumerable.Range(0, 500).Select(static i => $"{(2 * i) + 1}"), Find(index, "a", "a"));
    }

    [Fact]
    public void Removing_what_is_not_there_changes_nothing()
    {
        var index = new RangeIndex<string>().With(KeyRange.Single("a"), 0, "0");

        Assert.Equal(["0"], Find(index.Without(KeyRange.Single("a"), 1).Without(KeyRange.Single("b"), 0), "a", "a"));
    }

    private static bool Touches(KeyRange range, string first, string last) =>
        string.CompareOrdinal(range.Start, last) <= 0 && (range.End is null || string.CompareOrdinal(range.End, first) > 0);

    private static List<string> Find(RangeIndex<string> index, string first, string last)
    {
        var found = new List<string>();
        index.Find(first, last, found);
        return found;
    }

    private static string Key(Random random) => new(random.GetItems<char>(Letters, random.Next(4)));
}
