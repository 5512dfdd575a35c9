using ICSharpCode.SharpZipLib.BZip2;

namespace Skein.Packer.Archives.Tar;

/// <summary>A tar archive in bzip2 streams, one for each segment, which bzip2 reads as one.</summary>
/// <param name="level">Size of bzip2's blocks in units of 100 kB, at most 9; 0 is taken for 1, as bzip2 can not store.</param>
internal sealed class BzippedTar(int level) : ITarCompression
{
    public ReadOnlyMemory<byte> Start => default;

    public CompressedBlock Compress(PooledBuffer content)
    {
        using (content)
        {
            var output = new PooledBuffer((int)(content.Length / 3) + 4096);
            using (var bzip2 = new BZip2OutputStream(output, Math.Max(level, 1)) { IsStreamOwner = false })
                bzip2.Write(content.Written);
            return new CompressedBlock(output, .., 0, (int)content.Length);
        }
    }

    public ReadOnlyMemory<byte> End(uint crc, long length) => default;
}
