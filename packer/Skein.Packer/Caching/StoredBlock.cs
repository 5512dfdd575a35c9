namespace Skein.Packer.Caching;

/// <summary>Where a block lies in a cache file, and what is known of it.</summary>
/// <param name="Offset">Of its compressed bytes; its findings follow them.</param>
/// <param name="Length">Compressed bytes.</param>
/// <param name="FindingsLength">Bytes of the findings.</param>
/// <param name="ContentLength">Uncompressed bytes.</param>
/// <param name="ContentCrc">CRC-32 of the uncompressed bytes.</param>
/// <param name="Checksum">CRC-32C of the compressed bytes and the findings.</param>
internal readonly record struct StoredBlock(
    long Offset, int Length, int FindingsLength, int ContentLength, uint ContentCrc, uint Checksum);
