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

    /// <summary>Digest of the parts one after the other.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default)
    {
        var digest = new byte[DigestLength];
        Hash(default, first, second, digest);
        return digest;
    }

    /// <summary>Authentication code of the parts one after the other.</summary>
    /// <param name="key">At most 64 bytes.</param>
    /// <param name="first">First part.</param>
    /// <param name="second">Second part.</param>
    public static byte[] Authenticate(ReadOnlySpan<byte> key, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, BlockLength);
        Span<byte> padded = stackalloc byte[BlockLength];
        padded.Clear();
        key.CopyTo(padded);
        foreach (ref var next in padded)
            next ^= 0x36;
        Span<byte> inner = stackalloc byte[DigestLength];
        Hash(padded, first, second, inner);
        foreach (ref var next in padded)
            next ^= 0x36 ^ 0x5C;
        var code = new byte[DigestLength];
        Hash(padded, inner, default, code);
        return code;
    }

    private static void Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> digest)
    {
        Span<uint> state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476];
        Span<byte> pending = stackalloc byte[BlockLength];
        var held = Append(state, first, pending, 0);
        held = Append(state, second, pending, held);
        held = Append(state, third, pending, held);

        // Behind the message: 0x80, zeros up to a whole block, length in bits.
        pending[held++] = 0x80;
        pending[held..].Clear();
        if (held > BlockLength - LengthFieldLength)
        {
            Transform(state, pending);
            pending.Clear();
        }

        BinaryPrimitives.WriteUInt64LittleEndian(
            pending[(BlockLength - LengthFieldLength)..], ((ulong)first.Length + (ulong)second.Length + (ulong)third.Length) * 8);
        Transform(state, pending);
        for (var i = 0; i < state.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(digest[(i * sizeof(uint))..], state[i]);
    }

    // Digests whole blocks and gives the number of bytes that are left in pending.
    private static int Append(Span<uint> state, ReadOnlySpan<byte> bytes, Span<byte> pending, int held)
    {
        if (held > 0)
        {
            var count = Math.Min(bytes.Length, BlockLength - held);
            bytes[..count].CopyTo(pending[held..]);
            bytes = bytes[count..];
            held += count;
            if (held < BlockLength)
                return held;
            Transform(state, pending);
        }

        for (; bytes.Length >= BlockLength; bytes = bytes[BlockLength..])
            Transform(state, bytes[..BlockLength]);
        bytes.CopyTo(pending);
        return bytes.Length;
    }

    private static void Transform(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[BlockLength / sizeof(uint)];
        for (var i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(block[(i * sizeof(uint))..]);

        var sines = Sines;
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        for (var i = 0; i < 16; i += 4)
        {
            a = b + BitOperations.RotateLeft(a + (d ^ (b & (c ^ d))) + sines[i] + words[i], 7);
            d = a + BitOperations.RotateLeft(d + (c ^ (a & (b ^ c))) + sines[i + 1] + words[i + 1], 12);
            c = d + BitOperations.RotateLeft(c + (b ^ (d & (a ^ b))) + sines[i + 2] + words[i + 2], 17);
            b = c + BitOperations.RotateLeft(b + (a ^ (c & (d ^ a))) + sines[i + 3] + words[i + 3], 22);
        }

        for (var i = 16; i < 32; i += 4)
        {
            a = b + BitOperations.RotateLeft(a + (c ^ (d & (b ^ c))) + sines[i] + words[((5 * i) + 1) & 15], 5);
            d = a + BitOperations.RotateLeft(d + (b ^ (c & (a ^ b))) + sines[i + 1] + words[((5 * i) + 6) & 15], 9);
            c = d + BitOperations.RotateLeft(c + (a ^ (b & (d ^ a))) + sines[i + 2] + words[((5 * i) + 11) & 15], 14);
            b = c + BitOperations.RotateLeft(b + (d ^ (a & (c ^ d))) + sines[i + 3] + words[(5 * i) & 15], 20);
        }

        for (var i = 32; i < 48; i += 4)
        {
            a = b + BitOperations.RotateLeft(a + (b ^ c ^ d) + sines[i] + words[((3 * i) + 5) & 15], 4);
            d = a + BitOperations.RotateLeft(d + (a ^ b ^ c) + sines[i + 1] + words[((3 * i) + 8) & 15], 11);
            c = d + BitOperations.RotateLeft(c + (d ^ a ^ b) + sines[i + 2] + words[((3 * i) + 11) & 15], 16);
            b = c + BitOperations.RotateLeft(b + (c ^ d ^ a) + sines[i + 3] + words[((3 * i) + 14) & 15], 23);
        }

        for (var i = 48; i < 64; i += 4)
        {
            a = b + BitOperations.RotateLeft(a + (c ^ (b | ~d)) + sines[i] + words[(7 * i) & 15], 6);
            d = a + BitOperations.RotateLeft(d + (b ^ (a | ~c)) + sines[i + 1] + words[((7 * i) + 7) & 15], 10);
            c = d + BitOperations.RotateLeft(c + (a ^ (d | ~b)) + sines[i + 2] + words[((7 * i) + 14) & 15], 15);
            b = c + BitOperations.RotateLeft(b + (d ^ (c | ~a)) + sines[i + 3] + words[((7 * i) + 21) & 15], 21);
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
