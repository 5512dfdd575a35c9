using System.Runtime.CompilerServices;
using System.Text.Json;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Security;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.WebHdfs;

/// <summary>HDFS over HTTP (<c>webhdfs</c>) or HTTPS (<c>swebhdfs</c>), as NameNodes, DataNodes and gateways such as HttpFS serve it.</summary>
/// <remarks>Files appear under their names when they are complete.</remarks>
public sealed class WebHdfsFileSystem : IFileSystem
{
    private const int StickyAndBelow = 0b1_111_111_111;

    private readonly WebHdfsClient _client;

    /// <param name="uri">Scheme <c>webhdfs</c> or <c>swebhdfs</c> and authority; the port is 9870 or 9871 where none is given.
    /// The name of several NameNodes has none.</param>
    /// <param name="configuration">Settings.</param>
    /// <param name="user">As whom files are read and written.</param>
    /// <param name="time">Clock of time limits.</param>
    /// <exception cref="HadoopConfigurationException">A setting of TLS can not be used, or no host is named.</exception>
    public WebHdfsFileSystem(Uri uri, HadoopConfiguration configuration, UserIdentity user, TimeProvider time)
    {
        var server = WebHdfsClient.FindServer(uri);
        var service = WebHdfsClient.FindService(uri, configuration);
        _client = new WebHdfsClient(server, service, configuration, user, time);
        Root = new Uri($"{uri.Scheme}://{service?.Name ?? uri.Authority}/");
        HomeDirectory = HadoopPath.Normalize($"/user/{user.Name}");
    }

    public Uri Root { get; }

    public string HomeDirectory { get; }

    public async Task<FileStatus?> GetStatusAsync(string path, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        try
        {
            return await _client.CallAsync(
                HttpMethod.Get,
                path,
                new WebHdfsQuery("GETFILESTATUS"),
                answer => WebHdfsMessages.Status(path, WebMessages.Member(answer, "FileStatus")),
                cancellation);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<FileStatus> ListAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        var after = "";
        while (true)
        {
            var query = new WebHdfsQuery("LISTSTATUS_BATCH");
            if (after.Length > 0)
                query.With("startAfter", after);
            var (entries, hasMore) = await _client.CallAsync(
                HttpMethod.Get, path, query, answer => WebHdfsMessages.Listing(path, answer), cancellation);
            foreach (var entry in entries)
                yield return entry;
            if (!hasMore || entries.Count == 0)
                yield break;
            after = HadoopPath.Name(entries[^1].Path);
        }
    }

    public async Task CreateDirectoryAsync(string path, int permission, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        await _client.CallAsync(HttpMethod.Put, path, new WebHdfsQuery("MKDIRS").WithPermission(permission), cancellation);
        await EnsurePermissionAsync(path, permission, cancellation);
    }

    public async Task<Stream> OpenReadAsync(string path, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        var file = await GetStatusAsync(path, cancellation) ?? throw new FileNotFoundException($"{path}: not found", path);
        return file.IsDirectory
            ? throw new FileSystemException(FileSystemFault.WrongType, path, "is a directory")
            : new WebHdfsReadStream(_client, file);
    }

    public async Task<FileWriteStream> CreateAsync(string path, FileCreation options, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        if (await GetStatusAsync(path, cancellation) is { } there && (there.IsDirectory || !options.Overwrite))
        {
            throw new FileSystemException(
                FileSystemFault.AlreadyExists, path, there.IsDirectory ? "a directory is there already" : "exists already");
        }

        var temporary = HadoopPath.Join(HadoopPath.Parent(path), $".{HadoopPath.Name(path)}.{Guid.NewGuid():N}.part");
        var query = new WebHdfsQuery("CREATE").WithPermission(options.Permission).With("overwrite", false);
        if (FirstSet(options.BlockSize, _client.Options.BlockSize) is var blockSize and > 0)
            query.With("blocksize", $"{blockSize}");
        if (FirstSet(options.Replication, _client.Options.Replication) is var replication and > 0)
            query.With("replication", $"{replication}");
        var dataNode = await _client.LocateAsync(HttpMethod.Put, temporary, query, cancellation);
        try
        {
            using (await _client.AskDataNodeAsync(path, () => EmptyFile(dataNode), cancellation))
            {
            }

            await EnsurePermissionAsync(temporary, options.Permission, cancellation);
            return new WebHdfsWriteStream(_client, path, temporary, options.Overwrite);
        }
        catch
        {
            await RemoveQuietlyAsync(temporary);
            throw;
        }
    }

    public Task RenameAsync(string source, string destination, bool overwrite, CancellationToken cancellation)
    {
        source = HadoopPath.Normalize(source);
        destination = HadoopPath.Normalize(destination);
        return _client.CallAsync(HttpMethod.Put, source, Rename(destination, overwrite), cancellation, $"{source} -> {destination}");
    }

    public Task<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellation) => _client.CallAsync(
        HttpMethod.Delete,
        HadoopPath.Normalize(path),
        new WebHdfsQuery("DELETE").With("recursive", recursive),
        answer => WebMessages.Member(answer, "boolean").ValueKind == JsonValueKind.True,
        cancellation);

    public Task SetPermissionAsync(string path, int permission, CancellationToken cancellation) =>
        _client.CallAsync(HttpMethod.Put, HadoopPath.Normalize(path), new WebHdfsQuery("SETPERMISSION").WithPermission(permission), cancellation);

    public Task SetTimesAsync(string path, DateTimeOffset? modified, DateTimeOffset? accessed, CancellationToken cancellation)
    {
        var query = new WebHdfsQuery("SETTIMES");
        if (modified is { } written)
            query.With("modificationtime", $"{written.ToUnixTimeMilliseconds()}");
        if (accessed is { } read)
            query.With("accesstime", $"{read.ToUnixTimeMilliseconds()}");
        return _client.CallAsync(HttpMethod.Put, HadoopPath.Normalize(path), query, cancellation);
    }

    /// <summary>Closes the connections. Streams must be disposed before.</summary>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A rename to the full new path.</summary>
    internal static WebHdfsQuery Rename(string destination, bool overwrite) =>
        new WebHdfsQuery("RENAME").With("destination", destination).With("renameoptions", overwrite ? "OVERWRITE" : "NONE");

    private static HttpRequestMessage EmptyFile(Uri dataNode)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, dataNode) { Content = new ReadOnlyMemoryContent(default) };
        request.Content.Headers.ContentType = new("application/octet-stream");
        return request;
    }

    private static long FirstSet(long asked, long configured) => asked > 0 ? asked : configured;

    // Default ACL entries of the parent, or a directory that was there before, leave other bits than asked for.
    private async Task EnsurePermissionAsync(string path, int permission, CancellationToken cancellation)
    {
        var made = await GetStatusAsync(path, cancellation);
        if (made is null || (made.Permission & StickyAndBelow) != (permission & StickyAndBelow))
            await SetPermissionAsync(path, permission, cancellation);
    }

    private async Task RemoveQuietlyAsync(string path)
    {
        try
        {
            await DeleteAsync(path, recursive: false, CancellationToken.None);
        }
        catch (IOException)
        {
            // What kept the file from being created is thrown.
        }
    }
}
