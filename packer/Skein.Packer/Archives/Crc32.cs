namespace Skein.Packer.Archives;

/// <summary>CRC-32 checksums of pieces, and of pieces one after the other.</summary>
internal static class Crc32
{
    // Polynomials over GF(2) modulo the CRC-32 polynomial, lowest power in the highest bit.
    private const uint Polynomial = 0xedb8_8320;
    private const uint One = 0x8000_0000;

    // Powers[n] = x^(2^n)
    private static readonly uint[] Powers = CreatePowers();

    /// <summary>The checksum of a piece.</summary>
    public static uint Of(ReadOnlySpan<byte> content) => System.IO.Hashing.Crc32.HashToUInt32(content);

    /// <summary>The checksum of two pieces one after the other.</summary>
    /// <param name="first">Checksum of the first.</param>
    /// <param name="second">Checksum of the second.</param>
    /// <param name="secondLength">Bytes of the second.</param>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        // Each byte behind a piece multiplies its remainder by x^8.
        var shift = One;
        for (var (bits, n) = (secondLength, 3); bits > 0; bits >>= 1, n = (n + 1) % 32)
        {
            if ((bits & 1) != 0)
                shift = Multiply(Powers[n], shift);
        }

        return Multiply(shift, first) ^ second;
    }

    private static uint Multiply(uint a, uint b)
    {
        uint product = 0;
        for (var bit = One; bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0)
                product ^= b;
            b = (b & 1) != 0 ? (b >> 1) ^ Polynomial : b >> 1;
        }

        return product;
    }

    private static uint[] CreatePowers()
    {
        var powers = new uint[32];
        powers[0] = One >> 1;
        for (var n = 1; n < powers.Length; n++)
            powers[n] = Multiply(powers[n - 1], powers[n - 1]);
        return powers;
    }
}
