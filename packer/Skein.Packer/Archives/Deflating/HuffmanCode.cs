namespace Skein.Packer.Archives.Deflating;

/// <summary>A canonical Huffman code of limited length (RFC 1951, 3.2.2).</summary>
/// <param name="symbols">Symbols of the alphabet.</param>
/// <param name="longest">Bits of the longest code word, at most 15.</param>
internal sealed class HuffmanCode(int symbols, int longest)
{
    private const int SymbolBits = 9;
    private const ulong SymbolMask = (1 << SymbolBits) - 1;

    private readonly byte[] _lengths = new byte[symbols];
    private readonly ushort[] _words = new ushort[symbols];

    // Used symbols, the rarest first: count and symbol in one number.
    private readonly ulong[] _leaves = new ulong[symbols];

    // Nodes of the tree, leaves first.
    private readonly uint[] _weights = new uint[symbols * 2];
    private readonly int[] _parents = new int[symbols * 2];
    private readonly int[] _depths = new int[symbols * 2];

    /// <summary>Bits of each symbol's code word; 0 for those that have none.</summary>
    public ReadOnlySpan<byte> Lengths => _lengths;

    /// <summary>Code words, their first bit lowest.</summary>
    public ReadOnlySpan<ushort> Words => _words;

    /// <summary>Makes the code that is shortest for a text.</summary>
    /// <param name="counts">How often each symbol occurs. At least two symbols get a code word, for readers that accept complete codes only.</param>
    public void Fit(ReadOnlySpan<uint> counts)
    {
        var used = 0;
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            if (counts[symbol] != 0)
                _leaves[used++] = ((ulong)counts[symbol] << SymbolBits) | (uint)symbol;
        }

        for (var symbol = 0; used < 2; symbol++)
        {
            if (counts[symbol] == 0)
                _leaves[used++] = (1UL << SymbolBits) | (uint)symbol;
        }

        var leaves = _leaves.AsSpan(0, used);
        leaves.Sort();
        Span<int> wordsOfLength = stackalloc int[longest + 1];
        wordsOfLength.Clear();
        CountDepths(leaves, wordsOfLength);
        Shorten(wordsOfLength);

        Array.Clear(_lengths);
        var next = 0;
        for (var length = longest; length > 0; length--)
        {
            for (var i = 0; i < wordsOfLength[length]; i++)
                _lengths[(int)(leaves[next++] & SymbolMask)] = (byte)length;
        }

        SetWords();
    }

    /// <summary>Takes a code whose lengths are known.</summary>
    public void Set(ReadOnlySpan<byte> lengths)
    {
        lengths.CopyTo(_lengths);
        SetWords();
    }

    // Merges the two lightest nodes until one is left: leaves and merged nodes are two queues, both in ascending order.
    private void CountDepths(ReadOnlySpan<ulong> leaves, Span<int> wordsOfLength)
    {
        var count = leaves.Length;
        for (var i = 0; i < count; i++)
            _weights[i] = (uint)(leaves[i] >> SymbolBits);
        var (leaf, merged, last) = (0, count, (count * 2) - 2);
        for (var node = count; node <= last; node++)
        {
            var first = TakeLightest(node);
            var second = TakeLightest(node);
            _weights[node] = _weights[first] + _weights[second];
            _parents[first] = _parents[second] = node;
        }

        _depths[last] = 0;
        for (var node = last - 1; node >= 0; node--)
        {
            _depths[node] = _depths[_parents[node]] + 1;
            if (node < count)
                wordsOfLength[Math.Min(_depths[node], longest)]++;
        }

        int TakeLightest(int end) => leaf < count && (merged >= end || _weights[leaf] <= _weights[merged]) ? leaf++ : merged++;
    }

    // Words that were cut to the longest length take more than the room there is (Kraft's sum). Each step lengthens a shorter word by
    // one bit, which makes room for one of the longest beside it.
    private void Shorten(Span<int> wordsOfLength)
    {
        long taken = 0;
        for (var length = 1; length <= longest; length++)
            taken += (long)wordsOfLength[length] << (longest - length);
        for (; taken > 1L << longest; taken--)
        {
            var shorter = longest - 1;
            while (wordsOfLength[shorter] == 0)
                shorter--;
            wordsOfLength[shorter]--;
            wordsOfLength[shorter + 1] += 2;
            wordsOfLength[longest]--;
        }
    }

    // Words of equal length are consecutive numbers in the order of their symbols.
    private void SetWords()
    {
        Span<int> counts = stackalloc int[longest + 1];
        counts.Clear();
        foreach (var length in _lengths)
            counts[length]++;
        counts[0] = 0;
        Span<int> next = stackalloc int[longest + 1];
        var word = 0;
        for (var length = 1; length <= longest; length++)
            next[length] = word = (word + counts[length - 1]) << 1;
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            var length = _lengths[symbol];
            _words[symbol] = length == 0 ? (ushort)0 : Reverse(next[length]++, length);
        }
    }

    private static ushort Reverse(int word, int length)
    {
        var reversed = 0;
        for (; length > 0; length--, word >>= 1)
            reversed = (reversed << 1) | (word & 1);
        return (ushort)reversed;
    }
}
