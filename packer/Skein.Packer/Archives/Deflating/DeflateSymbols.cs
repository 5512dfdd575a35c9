using System.Numerics;
using System.Runtime.CompilerServices;

namespace Skein.Packer.Archives.Deflating;

/// <summary>The alphabets of deflate (RFC 1951, 3.2.5): which symbol stands for a length or a distance, and the bits that follow it.</summary>
internal static class DeflateSymbols
{
    /// <summary>Symbols of the alphabet of literals and lengths that may occur: 256 literals, the end of a block, 29 lengths.</summary>
    public const int LiteralCount = 286;

    /// <summary>The symbol that ends a block.</summary>
    public const int EndOfBlock = 256;

    /// <summary>The symbol of the shortest length.</summary>
    public const int FirstLength = 257;

    /// <summary>Symbols of the alphabet of distances that may occur.</summary>
    public const int DistanceCount = 30;

    public const int MinMatch = 3;

    public const int MaxMatch = 258;

    /// <summary>Extra bits of each length symbol, from <see cref="FirstLength"/> on.</summary>
    public static ReadOnlySpan<byte> LengthExtraBits =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    /// <summary>The shortest length of each length symbol, from <see cref="FirstLength"/> on.</summary>
    public static ReadOnlySpan<ushort> LengthBases =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    /// <summary>Extra bits of each distance symbol.</summary>
    public static ReadOnlySpan<byte> DistanceExtraBits =>
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    /// <summary>The shortest distance of each distance symbol.</summary>
    public static ReadOnlySpan<ushort> DistanceBases =>
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769,
        1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ];

    /// <summary>The symbol of a distance: its two highest bits choose among the symbols of equally many extra bits.</summary>
    /// <param name="distance">1 to 32768.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OfDistance(int distance)
    {
        var offset = (uint)distance - 1;
        if (offset < 2)
            return (int)offset;
        var high = BitOperations.Log2(offset);
        return (high * 2) + (int)((offset >> (high - 1)) & 1);
    }

    /// <summary>The length symbol, counted from <see cref="FirstLength"/>, of each length up to <see cref="MaxMatch"/>.</summary>
    public static byte[] CreateLengthTable()
    {
        var symbols = new byte[MaxMatch + 1];
        for (var symbol = 0; symbol < LengthBases.Length; symbol++)
            symbols.AsSpan(LengthBases[symbol]).Fill((byte)symbol);
        return symbols;
    }
}
