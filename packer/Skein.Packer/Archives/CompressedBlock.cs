namespace Skein.Packer.Archives;

/// <summary>Some bytes of an archive that were compressed on their own. <see cref="Dispose"/> gives their memory back.</summary>
/// <param name="buffer">Holds the compressed bytes; the block owns it from here on.</param>
/// <param name="bytes">Where in the buffer they are.</param>
/// <param name="crc">CRC-32 of the uncompressed bytes; 0 where the format has none.</param>
/// <param name="contentLength">Uncompressed bytes.</param>
internal sealed class CompressedBlock(PooledBuffer buffer, Range bytes, uint crc, int contentLength) : IDisposable
{
    /// <summary>The compressed bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.WrittenMemory[bytes];

    public uint Crc => crc;

    public int ContentLength => contentLength;

    public void Dispose() => buffer.Dispose();
}
