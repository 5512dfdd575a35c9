using System.Runtime.CompilerServices;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Logs.IndexedFile;
using Skein.Hadoop.Logs.TFile;

namespace Skein.Hadoop.Logs;

/// <summary>Finds and reads the logs that NodeManagers gather in the file system once containers have ended.</summary>
/// <param name="fileSystem">The cluster's default file system.</param>
/// <param name="configuration">The cluster's configuration, which names the directory of the logs.</param>
public sealed class AggregatedLogs(IFileSystem fileSystem, HadoopConfiguration configuration)
{
    private const string UploadSuffix = ".tmp";
    private const string ArchiveSuffix = ".har";

    /// <summary>The directories in which the logs of an application are looked for, likeliest first.</summary>
    /// <exception cref="ArgumentException">The application id is none.</exception>
    public IReadOnlyList<string> Directories(string user, string applicationId) =>
        AggregatedLogDirectories.Candidates(configuration, user, applicationId);

    /// <summary>
    /// The logs of an application, node by node, in one pass without holding a log in memory. Empty if nothing was gathered (yet):
    /// a node uploads some seconds after an application's end.
    /// </summary>
    /// <param name="user">Who owns the application.</param>
    /// <param name="applicationId">Such as <c>application_1700000000000_0001</c>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="LogFormatException">A file is damaged, or an archive that is not read.</exception>
    /// <exception cref="IOException">The file system fails, or refuses to show another user's logs.</exception>
    public async IAsyncEnumerable<ContainerLog> ReadAsync(
        string user, string applicationId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var directory in Directories(user, applicationId))
        {
            if (await fileSystem.GetStatusAsync(directory, cancellation) is not { IsDirectory: true })
                continue;
            var files = await FilesAsync(directory, cancellation);
            var ends = await ValidEndsAsync(files, cancellation);
            foreach (var file in files)
            {
                var name = Path.GetFileName(file.Path);
                if (file.IsDirectory || name.EndsWith(UploadSuffix, StringComparison.Ordinal) || ValidEnd.IsNameOfOne(name))
                    continue;
                await using var content = await fileSystem.OpenReadAsync(file.Path, cancellation);
                var end = ends.GetValueOrDefault(name, content.Length);
                await foreach (var container in ReadFileAsync(content, end, file.Path, cancellation))
                    yield return container with { Uploaded = file.Modified };
            }
        }
    }

    private async Task<IReadOnlyList<FileStatus>> FilesAsync(string directory, CancellationToken cancellation)
    {
        var files = new List<FileStatus>();
        await foreach (var file in fileSystem.ListAsync(directory, cancellation))
        {
            if (file.Path.EndsWith(ArchiveSuffix, StringComparison.Ordinal))
                throw new LogFormatException(file.Path, "is a Hadoop archive, which is not read; use yarn logs");
            files.Add(file);
        }

        return files;
    }

    /// <summary>How far the files that were being appended to are valid, by file name.</summary>
    private async Task<IReadOnlyDictionary<string, long>> ValidEndsAsync(IReadOnlyList<FileStatus> files, CancellationToken cancellation)
    {
        var ends = new Dictionary<string, long>();
        foreach (var file in files)
        {
            var name = Path.GetFileName(file.Path);
            if (file.IsDirectory || !ValidEnd.IsNameOfOne(name))
                continue;
            if (file.Length > ValidEnd.MaximumLength)
                throw new LogFormatException(file.Path, "is longer than a file of its kind can be");
            await using var content = await fileSystem.OpenReadAsync(file.Path, cancellation);
            var bytes = new byte[file.Length];
            try
            {
                await content.ReadExactlyAsync(bytes, cancellation);
                var end = ValidEnd.Decode(bytes, name);
                ends[end.FileName] = end.Offset;
            }
            catch (Exception e) when (LogFormatException.IsCausedBy(e))
            {
                throw new LogFormatException(file.Path, e.Message, e);
            }
        }

        return ends;
    }

    /// <summary>The site's name for a format says nothing certain about a file, its first bytes do.</summary>
    private static async IAsyncEnumerable<ContainerLog> ReadFileAsync(
        Stream content, long end, string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var first = new byte[TFileTrailer.Magic.Length];
        var read = await content.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false, cancellation);
        var node = NodeFileName.NodeOf(Path.GetFileName(path));
        var containers = first.AsSpan(0, read).SequenceEqual(TFileTrailer.Magic)
            ? TFileLogReader.ReadAsync(content, path, node, cancellation)
            : IndexedLogReader.ReadAsync(content, end, path, node, cancellation);
        await foreach (var container in containers)
            yield return container;
    }
}
