using Skein.Packer.Planning;

namespace Skein.Packer.Archives;

/// <summary>Chooses the writer of a format.</summary>
internal static class ArchiveWriters
{
    /// <param name="pack">What is written.</param>
    /// <param name="options">How.</param>
    /// <param name="output">Receives the archive.</param>
    public static IArchiveWriter Create(PreparedPack pack, PackOptions options, Stream output)
    {
        var threads = options.ThreadCount == -1 ? Environment.ProcessorCount : options.ThreadCount;
        var reader = new EntryReader(pack.Relocation);
        var compression = new GzippedTar(options.CompressLevel);
        var encoder = new TarEncoder(pack.Layout, pack.Relocation, reader);
        return new TarWriter(output, new Segmentation(reader), new TarBlockMaker(encoder, compression), compression, threads);
    }
}
