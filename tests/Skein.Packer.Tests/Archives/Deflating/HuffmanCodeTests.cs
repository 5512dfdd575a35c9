using Skein.Packer.Archives.Deflating;

namespace Skein.Packer.Tests.Archives.Deflating;

public sealed class HuffmanCodeTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(15)]
    public void Words_are_never_longer_than_allowed_and_use_all_of_the_room(int longest)
    {
        var random = new Random(longest);
        for (var round = 0; round < 500; round++)
        {
            var counts = RandomCounts(random, longest == 7 ? 19 : 286);
            var code = new HuffmanCode(counts.Length, longest);
            code.Fit(counts);
            AssertComplete(code, longest);
            for (var symbol = 0; symbol < counts.Length; symbol++)
                Assert.True(counts[symbol] == 0 || code.Lengths[symbol] > 0, $"symbol {symbol} of round {round} has no word");
        }
    }

    [Fact]
    public void Counts_that_grow_like_Fibonacci_s_are_cut_to_the_longest_word()
    {
        var counts = new uint[30];
        (counts[0], counts[1]) = (1, 1);
        for (var i = 2; i < counts.Length; i++)
            counts[i] = counts[i - 1] + counts[i - 2];
        var code = new HuffmanCode(counts.Length, longest: 15);
        code.Fit(counts);
        AssertComplete(code, 15);
        Assert.Equal(15, code.Lengths[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void At_least_two_symbols_have_words(int used)
    {
        var counts = new uint[30];
        counts[17] = (uint)used;
        var code = new HuffmanCode(counts.Length, longest: 15);
        code.Fit(counts);
        AssertComplete(code, 15);
        Assert.Equal(used, code.Lengths[17]);
    }

    [Fact]
    public void A_frequent_symbol_never_has_the_longer_word()
    {
        var counts = RandomCounts(new Random(5), 286);
        var code = new HuffmanCode(counts.Length, longest: 15);
        code.Fit(counts);
        for (var a = 0; a < counts.Length; a++)
        {
            for (var b = 0; b < counts.Length; b++)
                Assert.False(counts[a] > counts[b] && counts[b] > 0 && code.Lengths[a] > code.Lengths[b]);
        }
    }

    // RFC 1951, 3.2.2: the example of the alphabet ABCDEFGH.
    [Fact]
    public void Words_are_those_of_the_standard()
    {
        var code = new HuffmanCode(8, longest: 15);
        code.Set([3, 3, 3, 3, 3, 2, 4, 4]);
        Assert.Equal(["010", "011", "100", "101", "110", "00", "1110", "1111"], Enumerable.Range(0, 8).Select(symbol => Text(code, symbol)));
    }

    private static string Text(HuffmanCode code, int symbol) =>
        string.Concat(Enumerable.Range(0, code.Lengths[symbol]).Select(bit => code.Words[symbol] >> bit & 1));

    private static void AssertComplete(HuffmanCode code, int longest)
    {
        var room = 0;
        foreach (var length in code.Lengths)
        {
            Assert.InRange(length, 0, longest);
            room += length == 0 ? 0 : 1 << (longest - length);
        }

        Assert.Equal(1 << longest, room);
    }

    private static uint[] RandomCounts(Random random, int symbols)
    {
        var counts = new uint[symbols];
        var steepness = random.Next(1, 20);
        for (var symbol = 0; symbol < symbols; symbol++)
            counts[symbol] = random.Next(3) == 0 ? 0 : (uint)random.Next(1, 2 + (1 << random.Next(steepness)));
        return counts;
    }
}
