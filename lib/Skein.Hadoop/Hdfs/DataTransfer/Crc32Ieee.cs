namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>CRC-32 as zlib and older HDFS files have it.</summary>
internal static class Crc32Ieee
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly CrcTable Table = new(Polynomial);

    /// <summary>The checksum of some bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => ~Table.Append(uint.MaxValue, bytes);
}
