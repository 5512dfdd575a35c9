using Skein.Packer.Archives.Folders;
using Skein.Packer.Archives.Outputs;
using Skein.Packer.Archives.Reading;
using Skein.Packer.Archives.Segments;
using Skein.Packer.Archives.Tar;
using Skein.Packer.Archives.Zip;
using Skein.Packer.Caching;
using Skein.Packer.Planning;

namespace Skein.Packer.Archives;

/// <summary>Chooses the writer of a format, and opens what it writes to.</summary>
internal static class ArchiveWriters
{
    /// <param name="pack">What is written.</param>
    /// <param name="options">How.</param>
    /// <param name="host">Has the standard output.</param>
    /// <param name="cache">Compressed blocks of earlier archives; null to make all anew.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The writer, and its output, which the caller commits and disposes.</returns>
    public static (IArchiveWriter Writer, ArchiveOutput Output) Open(
        PreparedPack pack, PackOptions options, PackHost host, PackCache? cache, CancellationToken cancellation)
    {
        if (pack.Format == ArchiveFormat.Folder && !options.DryRun)
        {
            var folder = FolderOutput.Create(pack.Output, options.Force);
            return (CreateFolder(pack, options, folder.Temporary, cancellation), folder);
        }

        if (!options.DryRun && pack.Output != "-")
        {
            var file = FileOutput.Create(pack.Output, options.Force);
            return (Create(pack, options, file.Stream, cache, cancellation), file);
        }

        var stream = options.DryRun ? Stream.Null : host.OpenStandardOutput();
        return (Create(pack, options, stream, cache, cancellation), new StreamOutput(stream));
    }

    /// <param name="pack">What is written. A folder is written as the tar archive that would hold it.</param>
    /// <param name="options">How.</param>
    /// <param name="output">Receives the archive; need not be seekable.</param>
    /// <param name="cache">Compressed blocks of earlier archives; null to make all anew.</param>
    /// <param name="cancellation">Gives up.</param>
    public static IArchiveWriter Create(PreparedPack pack, PackOptions options, Stream output, PackCache? cache, CancellationToken cancellation)
    {
        var reader = new EntryReader(pack.Relocation, cancellation);
        var segmentation = new Segmentation(reader);
        if (pack.Format == ArchiveFormat.Zip)
        {
            var zip = new ZipBlockMaker(pack.Layout, pack.Relocation, reader, options.CompressLevel);
            return new ZipWriter(output, segmentation, zip, options.AllowZip64, ThreadsOf(options));
        }

        ITarCompression compression = pack.Format switch
        {
            ArchiveFormat.Tar or ArchiveFormat.Folder => new StoredTar(),
            ArchiveFormat.TarBz2 => new BzippedTar(options.CompressLevel),
            _ => new GzippedTar(options.CompressLevel),
        };
        var encoder = new TarEncoder(pack.Layout, pack.Relocation, reader);
        ITarBlockMaker maker = new TarBlockMaker(encoder, compression);
        return new TarWriter(output, segmentation, cache?.Around(maker) ?? maker, compression, ThreadsOf(options));
    }

    private static FolderWriter CreateFolder(PreparedPack pack, PackOptions options, string directory, CancellationToken cancellation)
    {
        var reader = new EntryReader(pack.Relocation, cancellation);
        return new FolderWriter(directory, pack.Layout, pack.Relocation, reader, new Segmentation(reader), ThreadsOf(options));
    }

    private static int ThreadsOf(PackOptions options) => options.ThreadCount == -1 ? Environment.ProcessorCount : options.ThreadCount;
}
