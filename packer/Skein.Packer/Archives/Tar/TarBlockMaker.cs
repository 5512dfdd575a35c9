using Skein.Packer.Archives.Segments;
using Skein.Packer.Inspection;

namespace Skein.Packer.Archives.Tar;

/// <summary>Reads, rewrites and compresses the files of a segment.</summary>
internal sealed class TarBlockMaker(TarEncoder encoder, ITarCompression compression) : ITarBlockMaker
{
    public TarBlock Make(Segment segment)
    {
        var content = new PooledBuffer(Segmentation.SegmentSize + (Segmentation.SegmentSize / 4));
        try
        {
            var findings = new PackFindings();
            encoder.Encode(segment, content, findings);
            return new TarBlock(segment, compression.Compress(content), findings);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }
}
