using Skein.Packer.Inventory;

namespace Skein.Packer.Archives;

/// <summary>Writes one archive of one format.</summary>
internal interface IArchiveWriter
{
    /// <param name="files">Entries in their order.</param>
    /// <param name="progress">Is told after each segment; null for nobody.</param>
    /// <param name="cancellation">Gives up; nothing runs on when the task ends.</param>
    /// <exception cref="IOException">A file can not be read, or the archive not be written.</exception>
    Task<ArchiveResult> WriteAsync(IReadOnlyList<PackFile> files, IProgress<PackProgress>? progress, CancellationToken cancellation);
}
