using System.Globalization;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Logs;
using Skein.Hadoop.Logs.TFile;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Nodes.Logs;

/// <summary>
/// Gathers logs on this machine's disk where <see cref="AggregatedLogs"/> and <c>yarn logs</c> look for them, one file for each node:
/// <code>ROOT/USER/bucket-logs-tfile/NNNN/APPLICATION/HOST_PORT        NNNN: the last four digits of the application's number</code>
/// Directories have mode 0770 and files 0640, as a NodeManager makes them. A file is written with the ending .tmp, which readers pass
/// over, and gets its name when it is complete. A node that was lost and came back gathers a second time: that file's name ends in <c>_MILLISECONDS</c>.
/// </summary>
/// <param name="root">Absolute path, the value of <c>yarn.nodemanager.remote-app-log-dir</c>.</param>
/// <param name="time">Tells a second file of a node from its first.</param>
public sealed class LogGatherer(string root, TimeProvider time) : ILogGatherer
{
    private const UnixFileMode Permission =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private const UnixFileMode DirectoryPermission =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    private readonly AggregatedLogs _logs = new(
        new LocalFileSystem(), HadoopConfiguration.FromProperties(new Dictionary<string, string> { [ConfigurationKeys.LogDirectory] = root }));

    /// <inheritdoc />
    public async Task<bool> GatherAsync(
        string applicationId,
        string user,
        NodeDescription node,
        IReadOnlyList<GatheredContainer> containers,
        LogAggregationContextProto? patterns,
        CancellationToken cancellation)
    {
        // A user's name is whatever the one who submits says it is.
        if (Path.GetFileName(user) != user || user is "" or "." or "..")
            return false;
        var path = string.Create(
            CultureInfo.InvariantCulture, $"{_logs.Directories(user, applicationId)[0]}/{node.Id.Host}_{node.Id.Port}");
        var temporary = path + ".tmp";
        try
        {
            CreateDirectory(Path.GetDirectoryName(path)!);
            await WriteAsync(temporary, user, containers, new LogPatterns(patterns), cancellation);
            File.Move(temporary, File.Exists(path) ? string.Create(CultureInfo.InvariantCulture, $"{path}_{time.GetUtcNow().ToUnixTimeMilliseconds()}") : path);
            return true;
        }
        catch (Exception e)
        {
            TryDelete(temporary);
            if (e is IOException or UnauthorizedAccessException)
                return false;
            throw;
        }
    }

    private static async Task WriteAsync(
        string path, string user, IReadOnlyList<GatheredContainer> containers, LogPatterns patterns, CancellationToken cancellation)
    {
        var open = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Permission };
        await using var file = new FileStream(path, open);
        var writer = await TFileLogWriter.CreateAsync(file, user, cancellation);
        foreach (var container in containers)
            await writer.AppendAsync(container.ContainerId, FilesOf(container, patterns), cancellation);
        await writer.CompleteAsync(cancellation);
        File.SetUnixFileMode(file.SafeFileHandle, Permission);
        // The container's own directory is removed next.
        file.Flush(flushToDisk: true);
    }

    private static async IAsyncEnumerable<ContainerLogFile> FilesOf(GatheredContainer container, LogPatterns patterns)
    {
        foreach (var name in LogFile.Names(container.LogDirectory))
        {
            if (!patterns.Take(name))
                continue;
            await using var content = LogFile.TryOpen(container.LogDirectory, name);
            if (content is not null)
                yield return new ContainerLogFile(name, content.Length, content);
        }
    }

    private static void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
            return;
        CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(path, DirectoryPermission);
        File.SetUnixFileMode(path, DirectoryPermission);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, under a name that readers pass over; the next attempt writes over it.
        }
    }
}
