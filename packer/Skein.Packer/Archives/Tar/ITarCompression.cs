namespace Skein.Packer.Archives.Tar;

/// <summary>How the segments of a tar archive become a file. Used by several threads at once.</summary>
internal interface ITarCompression
{
    /// <summary>Bytes that begin the file.</summary>
    ReadOnlyMemory<byte> Start { get; }

    /// <summary>Compresses a segment on its own; the results, in order, make the file.</summary>
    /// <param name="content">The segment, which becomes the compression's.</param>
    CompressedBlock Compress(PooledBuffer content);

    /// <summary>Bytes that end the file.</summary>
    /// <param name="crc">CRC-32 of the whole archive, joined from those of its blocks.</param>
    /// <param name="length">Bytes of the whole archive.</param>
    ReadOnlyMemory<byte> End(uint crc, long length);
}
