using System.Buffers.Binary;
using System.Numerics;

namespace Skein.Packer.Caching;

/// <summary>CRC-32C, for which processors have an instruction: tells damaged cache files from whole ones.</summary>
internal static class BlockChecksum
{
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Append(uint.MaxValue, bytes);

    /// <summary>The checksum of two pieces one after the other.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Append(Append(uint.MaxValue, first), second);

    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var last in bytes)
            crc = BitOperations.Crc32C(crc, last);
        return crc;
    }
}
