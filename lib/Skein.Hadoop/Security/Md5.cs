using System.Buffers.Binary;
using System.Numerics;

namespace Skein.Hadoop.Security;

/// <summary>
/// MD5 (RFC 1321) and HMAC-MD5 (RFC 2104). Hadoop's tokens prove themselves with them; the system's cryptographic library may refuse
/// MD5, as it does in FIPS mode, so they are computed here.
/// </summary>
internal static class Md5
{
    /// <summary>Length of a digest in bytes.</summary>
    public const int DigestLength = 16;

    private const int BlockLength = 64;
    private const int LengthFieldLength = 8;

    // floor(2^32 * abs(sin(i + 1))), as the RFC defines the table.
    private static readonly uint[] Sines = CreateSines();

    private static ReadOnlySpan<byte> Shifts => [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

    /// <summary>Digest of the parts one after the other.</summary>
    public static byte[] Hash(params ReadOnlySpan<byte[]> parts)
    {
        var length = 0;
        foreach (var part in parts)
            length += part.Length;

        // Message, 0x80, zeros up to a whole block, length in bits.
        var padded = new byte[(length + 1 + LengthFieldLength + BlockLength - 1) / BlockLength * BlockLength];
        var position = 0;
        foreach (var part in parts)
        {
            part.CopyTo(padded, position);
            position += part.Length;
        }

        padded[length] = 0x80;
        BinaryPrimitives.WriteUInt64LittleEndian(padded.AsSpan(padded.Length - LengthFieldLength), (ulong)length * 8);

        Span<uint> state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476];
        for (var block = 0; block < padded.Length; block += BlockLength)
            Transform(state, padded.AsSpan(block, BlockLength));

        var digest = new byte[DigestLength];
        for (var i = 0; i < state.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(digest.AsSpan(i * sizeof(uint)), state[i]);
        return digest;
    }

    /// <summary>Authentication code of the parts one after the other.</summary>
    /// <param name="key">At most 64 bytes.</param>
    /// <param name="first">First part.</param>
    /// <param name="second">Second part.</param>
    public static byte[] Authenticate(ReadOnlySpan<byte> key, byte[] first, byte[] second)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, BlockLength);
        var inner = new byte[BlockLength];
        var outer = new byte[BlockLength];
        key.CopyTo(inner);
        key.CopyTo(outer);
        for (var i = 0; i < BlockLength; i++)
        {
            inner[i] ^= 0x36;
            outer[i] ^= 0x5C;
        }

        return Hash(outer, Hash(inner, first, second));
    }

    private static void Transform(Span<uint> state, ReadOnlySpan<byte> block)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        for (var i = 0; i < BlockLength; i++)
        {
            var (mix, word) = (i / 16) switch
            {
                0 => ((b & c) | (~b & d), i),
                1 => ((d & b) | (~d & c), (5 * i) + 1),
                2 => (b ^ c ^ d, (3 * i) + 5),
                _ => (c ^ (b | ~d), 7 * i),
            };
            var sum = a + mix + Sines[i] + BinaryPrimitives.ReadUInt32LittleEndian(block[(word % 16 * sizeof(uint))..]);
            (a, d, c) = (d, c, b);
            b += BitOperations.RotateLeft(sum, Shifts[(i / 16 * 4) + (i % 4)]);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }

    private static uint[] CreateSines()
    {
        var sines = new uint[BlockLength];
        for (var i = 0; i < BlockLength; i++)
            sines[i] = (uint)(long)(Math.Abs(Math.Sin(i + 1)) * 4294967296.0);
        return sines;
    }
}
