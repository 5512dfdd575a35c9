using Skein.Packer.Archives.Segments;
using Skein.Packer.Inventory;

namespace Skein.Packer.Archives;

/// <summary>Adds up what is written and tells how far it has come.</summary>
internal sealed class ProgressCounter
{
    private readonly IProgress<PackProgress>? _progress;
    private readonly int _totalFiles;
    private readonly long _totalBytes;
    private int _files;
    private long _bytesRead;

    /// <param name="files">All entries of the archive.</param>
    /// <param name="progress">Is told; null for nobody.</param>
    public ProgressCounter(IReadOnlyList<PackFile> files, IProgress<PackProgress>? progress)
    {
        _progress = progress;
        _totalFiles = files.Count;
        foreach (var file in files)
            _totalBytes += file.Size;
    }

    /// <param name="segment">What was written last.</param>
    /// <param name="bytesWritten">Bytes of archive so far.</param>
    public void Advance(Segment segment, long bytesWritten)
    {
        _files += segment.EntryCount;
        // A large file that was rewritten may have another size than was listed.
        _bytesRead = _files == _totalFiles ? _totalBytes : Math.Min(_bytesRead + segment.Size, _totalBytes);
        _progress?.Report(new PackProgress(_files, _totalFiles, _bytesRead, _totalBytes, bytesWritten, segment.LastPath));
    }
}
