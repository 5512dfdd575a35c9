namespace Skein.Packer.Archives.Tar;

/// <summary>A tar archive as it is.</summary>
internal sealed class StoredTar : ITarCompression
{
    public ReadOnlyMemory<byte> Start => default;

    public CompressedBlock Compress(PooledBuffer content) => new(content, .., 0, (int)content.Length);

    public ReadOnlyMemory<byte> End(uint crc, long length) => default;
}
