namespace Skein.Grpc;

/// <summary>The fixed Huffman code of header texts, RFC 7541 appendix B.</summary>
/// <remarks>
/// The code is canonical: codes of one length are consecutive in the order of their symbols, and follow on the shorter ones. So the
/// lengths say it all.
/// </remarks>
internal static class Huffman
{
    private const int LongestCode = 30;
    private const int EndOfString = 256;

    // Length of each symbol's code in bits, from symbol 0 to 256.
    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    // Symbols in the order of their codes.
    private static readonly ushort[] Symbols = new ushort[EndOfString + 1];

    // For each length: the first code that is longer, with all 32 bits used, and what to add to a code to find its symbol's place.
    private static readonly ulong[] Ends = new ulong[LongestCode + 1];
    private static readonly int[] Offsets = new int[LongestCode + 1];

    // For the first eight bits of a code of at most eight: its symbol and length.
    private static readonly (byte Symbol, byte Length)[] Short = new (byte, byte)[256];

    static Huffman()
    {
        ulong code = 0;
        var place = 0;
        for (var length = 1; length <= LongestCode; length++)
        {
            code <<= 1;
            Offsets[length] = place - (int)code;
            for (var symbol = 0; symbol < Lengths.Length; symbol++)
            {
                if (Lengths[symbol] != length)
                    continue;
                if (length <= 8)
                    Array.Fill(Short, ((byte)symbol, (byte)length), (int)code << (8 - length), 1 << (8 - length));
                Symbols[place++] = (ushort)symbol;
                code++;
            }

            Ends[length] = code << (32 - length);
        }
    }

    /// <summary>Decodes a text.</summary>
    /// <param name="source">The code, padded with ones to a whole byte.</param>
    /// <param name="destination">Room for <paramref name="source"/>'s length * 8 / 5 bytes.</param>
    /// <returns>Bytes decoded; -1 if the text is no code.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ulong bits = 0;
        var count = 0;
        var next = 0;
        var decoded = 0;
        while (true)
        {
            while (count <= 56 && next < source.Length)
            {
                bits |= (ulong)source[next++] << (56 - count);
                count += 8;
            }

            if (count == 0)
                return decoded;
            // Where the text ends, the padding's ones go on.
            var window = (uint)((bits | (count < 64 ? ulong.MaxValue >> count : 0)) >> 32);
            var (symbol, length) = ReadSymbol(window);
            if (length > count)
                return count < 8 && window == uint.MaxValue ? decoded : -1;
            if (symbol == EndOfString)
                return -1;
            destination[decoded++] = (byte)symbol;
            bits <<= length;
            count -= length;
        }
    }

    private static (int Symbol, int Length) ReadSymbol(uint window)
    {
        var (symbol, length) = Short[window >> 24];
        if (length > 0)
            return (symbol, length);
        var longer = 9;
        while (window >= Ends[longer] && longer < LongestCode)
            longer++;
        return (Symbols[(int)(window >> (32 - longer)) + Offsets[longer]], longer);
    }
}
