namespace Skein.Packer.Archives.Deflating;

/// <summary>The head of a block with codes of its own: the lengths of their words, themselves run-length and Huffman coded.</summary>
/// <remarks>
/// RFC 1951, 3.2.7:
/// <code>
///   HLIT 5 bits (literal and length lengths - 257)   HDIST 5 bits (distance lengths - 1)   HCLEN 4 bits (lengths of the third code - 4)
///   *( 3 bits: length of a word of the third code )   *( word of the third code, extra bits )
///   symbols of the third code: 0 to 15 a length; 16 the one before, 3 to 6 times (2 bits); 17 zeros, 3 to 10 (3 bits); 18 zeros, 11 to 138 (7 bits)
/// </code>
/// </remarks>
internal sealed class CodeLengths
{
    private const int Repeat = 16;
    private const int FewZeros = 17;
    private const int ManyZeros = 18;
    private const int SymbolCount = 19;
    private const int MinLiterals = 257;
    private const int MinDistances = 1;
    private const int MinWords = 4;

    private readonly HuffmanCode _code = new(SymbolCount, longest: 7);
    private readonly uint[] _counts = new uint[SymbolCount];
    private readonly byte[] _symbols = new byte[DeflateSymbols.LiteralCount + DeflateSymbols.DistanceCount];
    private readonly byte[] _extra = new byte[DeflateSymbols.LiteralCount + DeflateSymbols.DistanceCount];
    private int _symbolCount;
    private int _literals;
    private int _distances;
    private int _words;

    // In this order those that are often unused come last.
    private static ReadOnlySpan<byte> WordOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Takes the codes of a block.</summary>
    /// <returns>Bits of the head.</returns>
    public int Fit(HuffmanCode literals, HuffmanCode distances)
    {
        _literals = Math.Max(MinLiterals, literals.Lengths.LastIndexOfAnyExcept((byte)0) + 1);
        _distances = Math.Max(MinDistances, distances.Lengths.LastIndexOfAnyExcept((byte)0) + 1);
        Span<byte> lengths = stackalloc byte[DeflateSymbols.LiteralCount + DeflateSymbols.DistanceCount];
        literals.Lengths[.._literals].CopyTo(lengths);
        distances.Lengths[.._distances].CopyTo(lengths[_literals..]);
        Shorten(lengths[..(_literals + _distances)]);

        _code.Fit(_counts);
        _words = SymbolCount;
        while (_words > MinWords && _code.Lengths[WordOrder[_words - 1]] == 0)
            _words--;
        var bits = 5 + 5 + 4 + (3 * _words);
        for (var symbol = 0; symbol < SymbolCount; symbol++)
            bits += (int)_counts[symbol] * (_code.Lengths[symbol] + ExtraBits(symbol));
        return bits;
    }

    /// <summary>Writes the head.</summary>
    public void Write(ref BitWriter output)
    {
        output.Add((uint)(_literals - MinLiterals), 5);
        output.Add((uint)(_distances - MinDistances), 5);
        output.Add((uint)(_words - MinWords), 4);
        output.Flush();
        for (var i = 0; i < _words; i++)
        {
            output.Add(_code.Lengths[WordOrder[i]], 3);
            output.Flush();
        }

        for (var i = 0; i < _symbolCount; i++)
        {
            var symbol = _symbols[i];
            output.Add(_code.Words[symbol], _code.Lengths[symbol]);
            output.Add(_extra[i], ExtraBits(symbol));
            output.Flush();
        }
    }

    private static int ExtraBits(int symbol) => symbol switch { Repeat => 2, FewZeros => 3, ManyZeros => 7, _ => 0 };

    private void Shorten(ReadOnlySpan<byte> lengths)
    {
        _symbolCount = 0;
        Array.Clear(_counts);
        while (!lengths.IsEmpty)
        {
            var length = lengths[0];
            var run = lengths.IndexOfAnyExcept(length) is var end && end < 0 ? lengths.Length : end;
            lengths = lengths[run..];
            if (length != 0)
            {
                Add(length, 0);
                run--;
            }

            while (run >= 3)
            {
                var (symbol, least, most) = length != 0 ? (Repeat, 3, 6) : run > 10 ? (ManyZeros, 11, 138) : (FewZeros, 3, 10);
                var taken = Math.Min(run, most);
                Add(symbol, taken - least);
                run -= taken;
            }

            for (; run > 0; run--)
                Add(length, 0);
        }
    }

    private void Add(int symbol, int extra)
    {
        _symbols[_symbolCount] = (byte)symbol;
        _extra[_symbolCount++] = (byte)extra;
        _counts[symbol]++;
    }
}
