namespace Skein.Packer.Archives.Zip;

/// <summary>The data of a part of a large file.</summary>
/// <param name="Crc">CRC-32 of its content.</param>
/// <param name="CompressedSize">Bytes in the archive.</param>
/// <param name="Size">Bytes of content.</param>
internal readonly record struct ZipPieceData(uint Crc, int CompressedSize, int Size);
