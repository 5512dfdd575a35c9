using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>CRC-32C (Castagnoli), HDFS's usual checksum. Uses the processor's instruction where there is one.</summary>
internal static class Crc32C
{
    private const uint Polynomial = 0x82F63B78;

    /// <summary>The checksum of some bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => ~Append(uint.MaxValue, bytes);

    /// <summary>The same by plain code, whatever the processor offers.</summary>
    internal static uint ComputeWithoutHardware(ReadOnlySpan<byte> bytes) => ~Fallback.Table.Append(uint.MaxValue, bytes);

    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        if (Sse42.X64.IsSupported)
        {
            var words = MemoryMarshal.Cast<byte, ulong>(bytes);
            ulong wide = crc;
            foreach (var word in words)
                wide = Sse42.X64.Crc32(wide, word);
            crc = (uint)wide;
            foreach (var value in bytes[(words.Length * sizeof(ulong))..])
                crc = Sse42.Crc32(crc, value);
            return crc;
        }

        if (Crc32.Arm64.IsSupported)
        {
            var words = MemoryMarshal.Cast<byte, ulong>(bytes);
            foreach (var word in words)
                crc = Crc32.Arm64.ComputeCrc32C(crc, word);
            foreach (var value in bytes[(words.Length * sizeof(ulong))..])
                crc = Crc32.ComputeCrc32C(crc, value);
            return crc;
        }

        return Fallback.Table.Append(crc, bytes);
    }

    // A class of its own, so that the table is only built where it is needed.
    private static class Fallback
    {
        public static readonly CrcTable Table = new(Polynomial);
    }
}
