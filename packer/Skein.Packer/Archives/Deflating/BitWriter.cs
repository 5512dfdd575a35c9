using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Skein.Packer.Archives.Deflating;

/// <summary>Appends bits, the lowest first, as deflate packs them. At most 56 may be added after a <see cref="Flush"/>.</summary>
/// <param name="output">Where the bytes go; 8 bytes behind the last one are overwritten.</param>
/// <param name="bits">Bits that are not a whole byte yet.</param>
/// <param name="count">How many they are, less than 8.</param>
internal unsafe struct BitWriter(byte* output, ulong bits, int count)
{
    /// <summary>Behind the whole bytes that were written.</summary>
    public readonly byte* Output => output;

    public readonly ulong PendingBits => bits;

    public readonly int PendingCount => count;

    /// <summary>Adds bits.</summary>
    /// <param name="value">Has no other bits set.</param>
    /// <param name="length">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint value, int length)
    {
        Debug.Assert(count + length < 64, "more bits than there is room for");
        bits |= (ulong)value << count;
        count += length;
    }

    /// <summary>Writes the whole bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush()
    {
        Unsafe.WriteUnaligned(output, bits);
        output += count >> 3;
        bits >>= count & ~7;
        count &= 7;
    }

    /// <summary>Fills the byte that was begun.</summary>
    public void Align()
    {
        count = (count + 7) & ~7;
        Flush();
    }

    /// <summary>Copies bytes, at the border of a byte.</summary>
    public void Copy(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(new Span<byte>(output, bytes.Length));
        output += bytes.Length;
    }
}
