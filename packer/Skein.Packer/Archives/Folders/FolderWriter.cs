using Microsoft.Win32.SafeHandles;
using Skein.Packer.Archives.Outputs;
using Skein.Packer.Archives.Reading;
using Skein.Packer.Archives.Segments;
using Skein.Packer.Inspection;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Archives.Folders;

/// <summary>Writes a directory tree, files on several threads. Nothing in it is a hard link to the packed environment.</summary>
/// <param name="root">Absolute path of an empty directory.</param>
/// <param name="layout">Where entries lie below it.</param>
/// <param name="relocation">Says what links become.</param>
/// <param name="reader">Reads files as they are packed.</param>
/// <param name="segmentation">Says which files are written together.</param>
/// <param name="threads">Threads that write.</param>
internal sealed class FolderWriter(
    string root, ArchiveLayout layout, IRelocation relocation, EntryReader reader, Segmentation segmentation, int threads) : IArchiveWriter
{
    public async Task<ArchiveResult> WriteAsync(
        IReadOnlyList<PackFile> files, IProgress<PackProgress>? progress, CancellationToken cancellation)
    {
        var counter = new ProgressCounter(files, progress);
        var findings = new PackFindings();
        long written = 0;
        await Task.Run(() => MakeDirectories(files), cancellation);
        await foreach (var part in segmentation.MakeAsync(files, findings, Write, threads, cancellation))
        {
            // All parts before the last one of a file are written.
            if (part.Segment is FilePiece { IsLast: true } piece)
                Complete(piece.File);
            written += part.Written;
            findings.Add(part.Findings);
            counter.Advance(part.Segment, written);
        }

        await Task.Run(() => Complete(files), cancellation);
        return new ArchiveResult(written, written, findings);
    }

    private void MakeDirectories(IReadOnlyList<PackFile> files)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var directory = file.Kind == PackFileKind.Directory ? PathOf(file.Path) : Path.GetDirectoryName(PathOf(file.Path))!;
            if (made.Add(directory))
                Directory.CreateDirectory(directory);
        }
    }

    private FolderPart Write(Segment segment)
    {
        using var content = new PooledBuffer(Segmentation.SegmentSize);
        var findings = new PackFindings();
        long written = 0;
        if (segment is FilePiece piece)
        {
            if (piece.Findings != null)
                findings.Add(piece.Findings);
            piece.ReadInto(content);
            using var handle = File.OpenHandle(PathOf(piece.File.Path), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.Write(handle, content.Written, piece.Offset);
            CheckedClose.Close(handle, PathOf(piece.File.Path));
            written = content.Length;
        }

        foreach (var file in (segment as FileBatch)?.Files ?? [])
        {
            content.Truncate(0);
            WriteEntry(file, content, findings);
            written += content.Length;
        }

        return new FolderPart(segment, written, findings);
    }

    private void WriteEntry(PackFile file, PooledBuffer content, PackFindings findings)
    {
        var path = PathOf(file.Path);
        if (file.Kind == PackFileKind.SymbolicLink)
        {
            File.CreateSymbolicLink(path, relocation.RelocateLink(file));
            File.SetLastWriteTimeUtc(path, TimeOf(file));
        }
        else if (file.Kind == PackFileKind.Regular)
        {
            var packed = reader.ReadInto(file, content, findings);
            using var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
            RandomAccess.Write(handle, content.Written, 0);
            Complete(handle, packed);
            CheckedClose.Close(handle, path);
        }
    }

    private void Complete(PackFile file)
    {
        using var handle = File.OpenHandle(PathOf(file.Path), FileMode.Open, FileAccess.Write);
        Complete(handle, file);
    }

    private static void Complete(SafeFileHandle handle, PackFile file)
    {
        File.SetLastWriteTimeUtc(handle, TimeOf(file));
        // Last, as it may forbid writing.
        File.SetUnixFileMode(handle, (UnixFileMode)file.Mode);
    }

    // Hard links need their files. Directories are last, and the deepest first: every name made in one changes its time, and its mode may
    // forbid to make any.
    private void Complete(IReadOnlyList<PackFile> files)
    {
        foreach (var file in files)
        {
            if (file.Kind == PackFileKind.HardLink)
                HardLink.Create(PathOf(file.LinkTarget), PathOf(file.Path));
        }

        for (var i = files.Count - 1; i >= 0; i--)
        {
            if (files[i].Kind != PackFileKind.Directory)
                continue;
            var path = PathOf(files[i].Path);
            Directory.SetLastWriteTimeUtc(path, TimeOf(files[i]));
            File.SetUnixFileMode(path, (UnixFileMode)files[i].Mode);
        }
    }

    private string PathOf(string path) => $"{root}/{layout.PathOf(path)}";

    private static DateTime TimeOf(PackFile file) => DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(
        file.Modified, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds())).UtcDateTime;
}
