using Skein.Packer.Caching;
using Skein.Packer.Planning;

namespace Skein.Packer.Archives;

/// <summary>Chooses the writer of a format.</summary>
internal static class ArchiveWriters
{
    /// <param name="pack">What is written.</param>
    /// <param name="options">How.</param>
    /// <param name="output">Receives the archive.</param>
    /// <param name="cache">Compressed blocks of earlier archives; null to make all anew.</param>
    public static IArchiveWriter Create(PreparedPack pack, PackOptions options, Stream output, PackCache? cache)
    {
        var threads = options.ThreadCount == -1 ? Environment.ProcessorCount : options.ThreadCount;
        var reader = new EntryReader(pack.Relocation);
        var compression = new GzippedTar(options.CompressLevel);
        var encoder = new TarEncoder(pack.Layout, pack.Relocation, reader);
        var maker = new TarBlockMaker(encoder, compression);
        return new TarWriter(output, new Segmentation(reader), cache?.Around(maker) ?? maker, compression, threads);
    }
}
