using System.Globalization;
using System.IO.Compression;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes.Localisation.Unpacking;

namespace Skein.LocalCluster.Nodes.Localisation;

/// <summary>Brings single resources: checks them as YARN does, copies or unpacks them.</summary>
/// <remarks>
/// A resource must have the time of its last change that was announced, to the millisecond; its size is not compared. What is unpacked
/// is told by the suffix of the file's own name, not of its link: .jar, .zip, .tar, .tar.gz and .tgz; others are copied.
/// </remarks>
/// <param name="fileSystems">File systems by scheme.</param>
/// <param name="time">Clock of messages.</param>
internal sealed class ResourceFetcher(IReadOnlyDictionary<string, IFileSystem> fileSystems, TimeProvider time)
{
    private const int OthersRead = 4;
    private const int OthersExecute = 1;
    private const int BufferSize = 128 * 1024;

    /// <summary>Brings a resource.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="path">Where it comes to lie; nothing is there yet. After a failure half of it may be.</param>
    /// <param name="cancellation">Ends the work half-way.</param>
    /// <returns>Bytes that it takes.</returns>
    /// <exception cref="LocalisationException">It can not be brought.</exception>
    public async Task<long> FetchAsync(ResourceKey key, string path, CancellationToken cancellation)
    {
        if (!fileSystems.TryGetValue(key.Scheme, out var fileSystem))
            throw new LocalisationException($"No FileSystem for scheme \"{key.Scheme}\": this node can not bring {key.Url}");
        try
        {
            await VerifyAsync(fileSystem, key, cancellation);
            var modes = key.Visibility == LocalResourceVisibilityProto.Public ? ResourceModes.Public : ResourceModes.Private;
            var length = key.Type == LocalResourceTypeProto.File
                ? await CopyAsync(fileSystem, key, path, modes, cancellation)
                : await UnpackAsync(fileSystem, key, path, modes, cancellation);
            // It may have been written while it was read.
            await VerifyTimeAsync(fileSystem, key, cancellation);
            return length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            throw new LocalisationException($"Failed to download resource {key.Url}: {e.Message}", e);
        }
    }

    private async Task VerifyAsync(IFileSystem fileSystem, ResourceKey key, CancellationToken cancellation)
    {
        var status = await VerifyTimeAsync(fileSystem, key, cancellation);
        if (status.IsDirectory)
            throw new IOException("it is a directory; pack it into an archive");
        if (key.Visibility != LocalResourceVisibilityProto.Public)
            return;
        var isPublic = (status.Permission & OthersRead) != 0;
        for (var parent = key.Path; isPublic && parent != "/";)
        {
            parent = HadoopPath.Parent(parent);
            isPublic = await fileSystem.GetStatusAsync(parent, cancellation) is { } found && (found.Permission & OthersExecute) != 0;
        }

        if (!isPublic)
            throw new IOException($"Resource {key.Url} is not publicly accessible and as such cannot be part of the public cache.");
    }

    private async Task<FileStatus> VerifyTimeAsync(IFileSystem fileSystem, ResourceKey key, CancellationToken cancellation)
    {
        var status = await fileSystem.GetStatusAsync(key.Path, cancellation)
            ?? throw new FileNotFoundException($"File {key.Url} does not exist");
        return status.Modified == key.Timestamp
            ? status
            : throw new IOException(
                $"Resource {key.Url} changed on src filesystem - expected: \"{Format(key.Timestamp)}\", "
                + $"was: \"{Format(status.Modified)}\", current time: \"{Format(time.GetUtcNow().ToUnixTimeMilliseconds())}\"");
    }

    private static async Task<long> CopyAsync(
        IFileSystem fileSystem, ResourceKey key, string path, ResourceModes modes, CancellationToken cancellation)
    {
        if (fileSystem is LocalFileSystem)
        {
            // Copied by the system, and on file systems that can do it only marked as shared.
            await Task.Run(() => File.Copy(key.Path, path), cancellation);
            File.SetUnixFileMode(path, modes.File);
            return new FileInfo(path).Length;
        }

        await using var source = await fileSystem.OpenReadAsync(key.Path, cancellation);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, UnixCreateMode = modes.File,
        };
        await using var file = new FileStream(path, options);
        await source.CopyToAsync(file, BufferSize, cancellation);
        File.SetUnixFileMode(file.SafeFileHandle, modes.File);
        return file.Length;
    }

    private static async Task<long> UnpackAsync(
        IFileSystem fileSystem, ResourceKey key, string path, ResourceModes modes, CancellationToken cancellation)
    {
        var name = HadoopPath.Name(key.Path).ToLowerInvariant();
        var isJar = name.EndsWith(".jar", StringComparison.Ordinal);
        var isZip = isJar || name.EndsWith(".zip", StringComparison.Ordinal);
        var isCompressed = name.EndsWith(".tar.gz", StringComparison.Ordinal) || name.EndsWith(".tgz", StringComparison.Ordinal);
        if (!isZip && !isCompressed && !name.EndsWith(".tar", StringComparison.Ordinal))
            return await CopyAsync(fileSystem, key, path, modes, cancellation);

        await using var source = await fileSystem.OpenReadAsync(key.Path, cancellation);
        var target = new UnpackTarget(path, modes);
        if (isJar && key.Type == LocalResourceTypeProto.Pattern)
        {
            await target.AddFileAsync(HadoopPath.Name(key.Path), source, cancellation);
            source.Position = 0;
            await ZipUnpacker.UnpackAsync(source, target, NamePattern.Parse(key.Pattern).Matches, cancellation);
        }
        else if (isZip)
        {
            await ZipUnpacker.UnpackAsync(source, target, static _ => true, cancellation);
        }
        else if (isCompressed)
        {
            await using var plain = new GZipStream(source, CompressionMode.Decompress, leaveOpen: true);
            await using var buffered = new BufferedStream(plain, BufferSize);
            await TarUnpacker.UnpackAsync(buffered, target, cancellation);
        }
        else
        {
            await TarUnpacker.UnpackAsync(source, target, cancellation);
        }

        target.Complete();
        return target.Length;
    }

    private static string Format(long time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
}
